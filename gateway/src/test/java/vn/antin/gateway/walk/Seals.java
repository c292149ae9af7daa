package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.countersign.Countersigning;
import vn.antin.crypto.seal.SealRequest;
import vn.antin.crypto.seal.Sealer;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.wire.SealOrder;

/** Asks for the agency's seal as a clerk's program does. */
final class Seals {
    private Seals() {}

    /** An author's signature on a document. */
    static byte[] signed(World world, Person author, Level level, Person recipient) {
        List<byte[]> kept = new ArrayList<>();
        SealRequest request =
                world.request(
                                author,
                                world.document(level, "nội dung"),
                                UUID.randomUUID().toString(),
                                recipient)
                        .countersignedBy(signed -> {
                            kept.add(signed);
                            throw new IllegalStateException("enough");
                        });
        assertThatThrownBy(() -> Sealer.seal(request)).hasMessage("enough");
        return kept.getFirst();
    }

    /** The same without the document. */
    static byte[] bare(World world, Person author, Level level, Person recipient) {
        try {
            return Countersigning.withoutDocument(signed(world, author, level, recipient));
        } catch (CountersignatureProblem e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bare(World world, Person author, Person recipient) {
        return bare(world, author, Level.MAT, recipient);
    }

    /** What the gateway answers. */
    static byte[] seal(Person clerk, String number, byte[] signature) {
        try (GatewayClient client = clerk.client()) {
            return client.seal(new SealOrder(number, signature));
        }
    }
}
