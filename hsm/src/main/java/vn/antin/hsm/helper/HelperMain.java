package vn.antin.hsm.helper;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The helper process; started by {@link HelperVault} only. */
public final class HelperMain {
    /** Exit code: the card was taken out. */
    static final int CARD_REMOVED = 3;

    private HelperMain() {}

    /** Serves one token over the socket at this path until the other side ends. */
    public static void main(String[] arguments) throws Exception {
        try (SocketChannel link = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!link.connect(UnixDomainSocketAddress.of(Path.of(arguments[0])))) {
                throw new IllegalStateException("not connected");
            }
            try (HelperService service = new HelperService(link)) {
                service.run();
            }
        }
    }
}
