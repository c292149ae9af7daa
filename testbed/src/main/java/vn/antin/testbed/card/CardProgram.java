package vn.antin.testbed.card;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A card as a process of its own: inserted when it starts, removed when it ends. */
@Command(
        name = "card",
        description = {
            "Cắm một thẻ PIV ảo vào đầu đọc ảo (vpcd) cho đến khi dừng chương trình.",
            "Keeps a virtual PIV card in a virtual reader (vpcd) until it is stopped.",
            "",
            "  java -cp ... vn.antin.testbed.card.CardProgram --state an.card --port 35963"
        },
        mixinStandardHelpOptions = true)
public final class CardProgram implements Callable<Integer> {
    private static final int NETWORK = 6;
    private static final int BAD_FILE = 8;

    @Option(
            names = "--state",
            required = true,
            description = "Tệp của thẻ; tạo mới nếu chưa có. / The card's file; made if absent.")
    private Path state = Path.of("card");

    @ArgGroup(multiplicity = "1")
    private Reader reader = new Reader();

    /** Where the reader is. */
    static final class Reader {
        @Option(names = "--port", description = "Cổng TCP của vpcd. / TCP port of vpcd.")
        private @Nullable Integer port;

        @Option(names = "--socket", description = "Socket Unix. / Unix socket of a reader.")
        private @Nullable Path socket;

        private Optional<SocketAddress> address() {
            if (socket != null) {
                return Optional.of(UnixDomainSocketAddress.of(socket));
            }
            return port == null || port < 1 || port > 65_535
                    ? Optional.empty()
                    : Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    /** Runs and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CardProgram()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<SocketAddress> address = reader.address();
        if (address.isEmpty()) {
            return refuse(
                    CommandLine.ExitCode.USAGE,
                    "--port nhận một số từ 1 đến 65535.",
                    "--port takes a number from 1 to 65535.");
        }
        try (CardFile card = CardFile.open(state)) {
            return serve(card, address.get());
        } catch (IOException e) {
            return refuse(
                    BAD_FILE,
                    "không dùng được tệp thẻ: " + e.getMessage() + "; hãy chọn tệp khác.",
                    "cannot use the card's file: " + e.getMessage() + "; name another.");
        }
    }

    private static int serve(CardFile card, SocketAddress address) throws InterruptedException {
        try (VpcdLink link = VpcdLink.insert(address, card)) {
            System.out.println("card " + card.card().serial() + " is in the reader " + address);
            link.awaitRemoval();
            return 0;
        } catch (IOException e) {
            return refuse(
                    NETWORK,
                    "không có đầu đọc ở " + address + "; hãy chạy pcscd với vpcd trước.",
                    "no reader at " + address + "; start pcscd with vpcd first.");
        }
    }

    private static int refuse(int exit, String vi, String en) {
        System.err.println("card: " + vi);
        System.err.println("card: " + en);
        return exit;
    }
}
