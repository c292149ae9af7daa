package vn.antin.testbed.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonObject;

/** What a custodian reads off a peer's card before adding it. */
final class PeerFile {
    private PeerFile() {}

    /** SHA-256 of the peer's CA certificate: the two custodians compare it by telephone. */
    static String fingerprint(Path card) throws IOException {
        JsonObject json = JsonObject.parse(Files.readAllBytes(card));
        return Digest.of(Base64.getDecoder().decode(json.string("ca"))).hex();
    }
}
