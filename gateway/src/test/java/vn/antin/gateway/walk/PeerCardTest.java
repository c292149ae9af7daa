package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.gateway.world.World;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SignedPeerCard;

/** What a gateway believes of a peer is what the peer's CA signed, and is not replaced unasked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerCardTest {
    @TempDir static Path folder;
    private World world;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private void add(SignedPeerCard card, String channel, boolean replace) {
        try (GatewayClient custodian = world.one().custodian().client()) {
            custodian.addPeer(new PeerCard.AddPeer(card, channel, replace));
        }
    }

    private Problem refused(SignedPeerCard card, boolean replace, ProblemCode code) {
        GatewayProblem problem =
                catchThrowableOfType(GatewayProblem.class, () -> add(card, "CO_YEU", replace));
        assertThat(problem).isNotNull();
        assertThat(problem.code()).isEqualTo(code);
        return problem.problem();
    }

    private PeerCard known() {
        try (GatewayClient custodian = world.one().custodian().client()) {
            return custodian.peers().peers().get(0).card();
        }
    }

    private static PeerCard moved(PeerCard card, String url, String logKey) {
        return new PeerCard(
                card.organization(),
                card.organizationName(),
                card.gateway(),
                URI.create(url),
                card.premises(),
                card.ca(),
                card.tls(),
                logKey,
                card.exercise());
    }

    private SignedPeerCard signed(PeerCard card) {
        return SignedPeerCard.sign(card, world.two().vault().signer(KeyLabel.CA));
    }

    @Test
    void the_exported_card_is_signed_by_the_own_ca() {
        try (GatewayClient custodian = world.two().custodian().client()) {
            assertThat(custodian.peers().self().verified()).contains(world.two().gateway().card());
        }
    }

    @Test
    void a_log_key_or_an_address_that_the_peers_ca_did_not_sign_is_refused() {
        PeerCard card = world.two().gateway().card();
        byte[] signature = world.two().gateway().signedCard().signature();
        String foreign = world.one().gateway().card().logKey().replace("H26.01", "H27.02");
        for (PeerCard changed :
                new PeerCard[] {
                    moved(card, card.url().toString(), foreign),
                    moved(card, "https://gw.example:8443", card.logKey())
                }) {
            Problem problem =
                    refused(
                            new SignedPeerCard(changed, signature),
                            true,
                            ProblemCode.BAD_SIGNATURE);
            assertThat(problem.detail()).contains("peer export");
            assertThat(problem.detailEn()).contains("peer export");
        }
        assertThat(known()).isEqualTo(card);
    }

    @Test
    void a_peer_that_is_there_is_replaced_only_when_it_is_asked_for() {
        PeerCard card = world.two().gateway().card();
        PeerCard newer = moved(card, "https://gw.example:8443", card.logKey());
        Problem problem = refused(signed(newer), false, ProblemCode.CONFLICT);
        assertThat(problem.detail()).contains("--replace");
        assertThat(problem.detailEn()).contains("--replace");
        assertThat(known()).isEqualTo(card);
        add(signed(newer), "CO_YEU", true);
        assertThat(known()).isEqualTo(newer);
        add(signed(card), "CO_YEU", true);
        add(signed(card), "CO_YEU", false);
        assertThat(known()).isEqualTo(card);
    }

    @Test
    void another_ca_never_takes_the_place_of_the_known_one() {
        TestAgency impostor =
                new TestAgency(world.two().config().organization().value(), "Kẻ mạo danh");
        PeerCard card = world.two().gateway().card();
        PeerCard forged =
                new PeerCard(
                        card.organization(),
                        card.organizationName(),
                        card.gateway(),
                        card.url(),
                        card.premises(),
                        impostor.ca(),
                        impostor.gateway().certificate(KeyLabel.TLS),
                        card.logKey(),
                        card.exercise());
        SignedPeerCard signed = SignedPeerCard.sign(forged, impostor.vault().signer(KeyLabel.CA));
        Problem problem = refused(signed, true, ProblemCode.CONFLICT);
        assertThat(problem.detailEn()).contains("another authority");
        assertThat(known()).isEqualTo(card);
    }
}
