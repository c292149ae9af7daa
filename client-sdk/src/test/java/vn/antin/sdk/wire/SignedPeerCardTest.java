package vn.antin.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.TestAgency;

/** Every field of a peer card stands under the signature of the CA that it carries. */
class SignedPeerCardTest {
    private static final List<TestAgency> AGENCIES = TestAgency.pair();
    private static final TestAgency AGENCY = AGENCIES.get(0);
    private static final TestAgency STRANGER = AGENCIES.get(1);
    private static final PeerCard CARD = card(AGENCY.ca());
    private static final SignedPeerCard SIGNED =
            SignedPeerCard.sign(CARD, AGENCY.vault().signer(KeyLabel.CA));

    private static PeerCard card(X509Certificate ca) {
        return new PeerCard(
                OrganizationId.parse("H26.01"),
                "Sở Nội vụ",
                EndpointId.parse("H26.01/gw"),
                URI.create("https://127.0.0.1:8443"),
                "P1",
                ca,
                ca,
                "log.antin/H26.01+00000000+AQ==",
                true);
    }

    @Test
    void a_card_read_from_its_file_gives_what_was_signed() {
        JsonObject file = JsonObject.parse(SIGNED.toJson().canonicalBytes());
        assertThat(SignedPeerCard.fromJson(file).verified()).contains(CARD);
    }

    @Test
    void no_field_can_be_changed_under_the_signature() {
        JsonObject other =
                new PeerCard(
                                OrganizationId.parse("H27.02"),
                                "Sở Công Thương",
                                EndpointId.parse("H27.02/gw"),
                                URI.create("https://127.0.0.1:8444"),
                                "P2",
                                STRANGER.ca(),
                                STRANGER.ca(),
                                "log.antin/H26.01+00000001+AQ==",
                                false)
                        .toJson();
        for (String field : PeerCard.KEYS) {
            JsonObject.Builder mixed = JsonObject.builder();
            for (String key : PeerCard.KEYS) {
                JsonObject from = key.equals(field) ? other : CARD.toJson();
                if (key.equals("exercise")) {
                    mixed.put(key, from.bool(key));
                } else {
                    mixed.put(key, from.string(key));
                }
            }
            JsonObject changed = mixed.put("signature", SIGNED.signature()).build();
            assertThat(SignedPeerCard.fromJson(changed).verified()).as(field).isEmpty();
        }
    }

    @Test
    void only_the_ca_on_the_card_can_sign_it() {
        SignedPeerCard forged = SignedPeerCard.sign(CARD, STRANGER.vault().signer(KeyLabel.CA));
        assertThat(forged.verified()).isEmpty();
        assertThat(new SignedPeerCard(CARD, new byte[0]).verified()).isEmpty();
    }

    @Test
    void a_signature_of_the_bare_card_is_none() {
        byte[] bare = AGENCY.vault().signer(KeyLabel.CA).sign(CARD.toJson().canonicalBytes());
        assertThat(new SignedPeerCard(CARD, bare).verified()).isEqualTo(Optional.empty());
    }
}
