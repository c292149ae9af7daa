package vn.antin.testbed.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vn.antin.sdk.spool.DurableFiles;

/**
 * One agency of the world: its home folder with its own SoftHSM tokens, its gateway's address.
 *
 * @param organization identifier after QĐ 20/2020
 * @param name the agency's name
 * @param premises code of its premises
 * @param home its folder
 * @param port of its gateway on the loopback address
 */
public record Agency(String organization, String name, String premises, Path home, int port) {
    /** Where SoftHSM lies on Debian. */
    public static final Path SOFTHSM = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    /** Makes the folder and the configuration of its tokens; takes a free port. */
    public static Agency make(Path parent, String folder, String organization, String name)
            throws IOException {
        return make(parent, folder, organization, name, parent.resolve(folder).resolve("tokens"));
    }

    /** The same with the tokens in a folder that may be another agency's too. */
    static Agency make(
            Path parent, String folder, String organization, String name, Path tokenFolder)
            throws IOException {
        Path home = DurableFiles.privateFolder(parent.resolve(folder)).toRealPath();
        Path tokens = DurableFiles.privateFolder(tokenFolder).toRealPath();
        tokens(home, tokens);
        return new Agency(organization, name, "P-" + organization, home, freePort());
    }

    /** Writes the configuration of tokens that lie in a folder, for the owner only. */
    public static void tokens(Path home, Path tokens) throws IOException {
        String text =
                "directories.tokendir = "
                        + tokens
                        + "\nobjectstore.backend = file\nlog.level = ERROR\n";
        DurableFiles.write(home.resolve("softhsm2.conf"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The gateway's endpoint. */
    public String gateway() {
        return organization + "/gw";
    }

    /** The gateway's log file. */
    public Path log() {
        return home.resolve("gateway.log");
    }
}
