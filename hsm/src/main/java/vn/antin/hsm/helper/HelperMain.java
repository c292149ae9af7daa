package vn.antin.hsm.helper;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** The helper process; started by {@link HelperVault} only. */
public final class HelperMain {
    /** Exit code: the card was taken out. */
    static final int CARD_REMOVED = 3;

    private static final int ORPHANED = 4;

    private HelperMain() {}

    /** Serves one token over the socket at this path until the other side ends. */
    public static void main(String[] arguments) throws Exception {
        endWithParent(Path.of(arguments[0]));
        try (SocketChannel link = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!link.connect(UnixDomainSocketAddress.of(Path.of(arguments[0])))) {
                throw new IllegalStateException("not connected");
            }
            try (HelperService service = new HelperService(link)) {
                service.run();
            }
        }
    }

    /**
     * Ends at once with the program that started this, also in the middle of a call that hangs: a
     * helper that stayed would hold the card, with the PIN entered.
     */
    private static void endWithParent(Path socket) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        Thread unused =
                Thread.ofPlatform()
                        .daemon(true)
                        .name("parent-watch")
                        .start(() -> {
                            parent.ifPresent(started -> started.onExit().join());
                            HelperProcess.removeFolder(socket.getParent());
                            Runtime.getRuntime().halt(ORPHANED);
                        });
    }
}
