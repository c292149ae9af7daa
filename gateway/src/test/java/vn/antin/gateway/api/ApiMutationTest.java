package vn.antin.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.seal.Sealed;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.Call;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SealOrder;
import vn.antin.sdk.wire.Suspension;

/** Whatever comes in, the answer is a refusal in words, never a fault, and the gateway lives on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiMutationTest {
    private static final int ROUNDS = 300;

    @TempDir static Path folder;
    private World world;
    private Person sender;
    private Person recipient;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        sender = world.one().enrol("nva", "Nguyễn Văn A", Level.MAT);
        recipient = world.two().enrol("ttb", "Trần Thị B", Level.MAT);
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bad = good.clone();
        switch (random.nextInt(4)) {
            case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            case 2 -> bad = java.util.Arrays.copyOf(bad, random.nextInt(bad.length));
            default -> {
                int at = random.nextInt(bad.length);
                int to = Math.min(bad.length, at + random.nextInt(40));
                java.util.Arrays.fill(bad, at, to, (byte) random.nextInt(256));
            }
        }
        return bad;
    }

    private static void assertRefusedOrAnswered(HttpsTransport transport, Call call) {
        try {
            assertThat(transport.exchange(call).status()).isLessThan(400);
        } catch (GatewayProblem e) {
            assertThat(e.code()).as(call.path()).isNotEqualTo(ProblemCode.INTERNAL);
            assertThat(e.problem().detail()).isNotBlank();
        }
    }

    @Test
    void changed_signatures_and_receipts_are_refused() {
        Random random = new Random(20261122);
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        String id = UUID.randomUUID().toString();
        try (HttpsTransport transport = sender.transport(sender.trust())) {
            for (int i = 0; i < ROUNDS; i++) {
                byte[] bad = mutated(sealed.outerSignature(), random);
                assertRefusedOrAnswered(
                        transport, Call.post(Api.CONSIGNMENTS, Api.PKCS7_SIGNATURE, bad));
            }
            assertRefusedOrAnswered(
                    transport,
                    Call.post(Api.receipt(id), Api.PKCS7_SIGNATURE, sealed.outerSignature()));
        }
    }

    @Test
    void changed_json_is_refused() {
        Random random = new Random(7319);
        byte[] request =
                world.one()
                        .request(
                                "moi", "Người Mới", java.util.Optional.of(Level.MAT), Person.keys())
                        .toJson()
                        .canonicalBytes();
        byte[] suspension = new Suspension("thử", false).toJson().canonicalBytes();
        byte[] evidence =
                "{\"receipts\":[],\"signedReceipts\":[]}".getBytes(StandardCharsets.UTF_8);
        byte[] seal = new SealOrder("1/BC", new byte[] {48, 0}).toJson().canonicalBytes();
        Person custodian = world.one().custodian();
        byte[] renewal = world.one().renewal(custodian, Person.keys()).toJson().canonicalBytes();
        Map<String, byte[]> bodies =
                Map.of(
                        Api.ENROLMENTS,
                        request,
                        Api.suspension(world.one().endpoint()),
                        suspension,
                        Api.renewals(world.one().custodian().endpoint()),
                        renewal,
                        Api.PEERS,
                        request,
                        Api.COUNTERSIGNATURES,
                        seal,
                        Api.evidence(UUID.randomUUID().toString()),
                        evidence);
        try (HttpsTransport transport = custodian.transport(custodian.trust())) {
            for (Map.Entry<String, byte[]> each : bodies.entrySet()) {
                for (int i = 0; i < ROUNDS / 4; i++) {
                    assertRefusedOrAnswered(
                            transport,
                            Call.post(each.getKey(), Api.JSON, mutated(each.getValue(), random)));
                }
            }
        }
    }

    @Test
    void paths_that_are_not_there_and_bodies_that_are_too_long_are_refused() {
        List<String> paths =
                List.of(
                        "/v1",
                        "/v1/",
                        "/v2/healthz",
                        "/v1/consignments/../healthz",
                        "/v1/consignments/%2e%2e%2fhealthz",
                        "/v1/blobs/zz",
                        "/v1/log/tile/0/000/../../x",
                        "/v1/registers/geheim",
                        "/v1/inbox?after=-1",
                        "/v1/inbox?after=99999999999999999999");
        try (HttpsTransport transport = sender.transport(sender.trust());
                GatewayClient client = new GatewayClient(sender.transport(sender.trust()))) {
            for (String path : paths) {
                try {
                    transport.exchange(Call.get(path));
                    throw new AssertionError("answered: " + path);
                } catch (GatewayProblem e) {
                    assertThat(e.code())
                            .as(path)
                            .isIn(ProblemCode.NOT_FOUND, ProblemCode.MALFORMED);
                }
            }
            assertRefusedOrAnswered(
                    transport,
                    Call.post(
                            Api.CONSIGNMENTS,
                            Api.PKCS7_SIGNATURE,
                            new byte[Api.MAX_SMALL_BODY + 1]));
            assertThat(client.health().gateway()).isEqualTo(world.one().endpoint());
        }
    }
}
