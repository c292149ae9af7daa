package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.RecipientKey;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.EndpointKemKey;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.kem.KemVault;
import vn.antin.crypto.kem.StoredKemKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.OpenResult.Refused;
import vn.antin.crypto.testkit.TestAgency.Member;

/** A document in two envelopes: the endpoint's KEM key first, then the card. */
class NestingTest {
    private static final Sealing WORLD = new Sealing();
    private static final Document DOCUMENT = Documents.full();
    private static final Endpoint SENDER = new Endpoint(WORLD.sender, MlKem.ML_KEM_1024);
    private static final Endpoint RECIPIENT = new Endpoint(WORLD.recipient, MlKem.ML_KEM_768);
    private static final VerifiedIdentity READER = identity(WORLD.recipient);
    private static final Sealed NESTED = seal(SENDER, RECIPIENT);

    /** An endpoint's machine: a card, and files that are sealed to it. */
    private static final class Endpoint {
        private final Member member;
        private final KemStatement statement;
        private final Map<String, byte[]> files = new HashMap<>();

        Endpoint(Member member, MlKem set) {
            this.member = member;
            try (MlKemKey key = MlKemKey.generate(set, Sealing.RANDOM)) {
                statement =
                        KemStatement.sign(
                                member.endpoint(),
                                key.publicKey(),
                                Sealing.AT,
                                member.vault().signer(KeyLabel.AUTHENTICATION));
                files.put(
                        HexFormat.of().formatHex(KeyIdentifier.of(key.publicKey())),
                        StoredKemKey.seal(key, member.encryption(), Sealing.RANDOM));
            }
        }

        EndpointKemKey key() {
            return statement.verified(identity(member)).orElseThrow();
        }

        KeyVault vault() {
            return new KemVault(member.vault(), name -> Optional.ofNullable(files.get(name)));
        }

        byte[] file() {
            return files.values().iterator().next();
        }
    }

    private static VerifiedIdentity identity(Member member) {
        try {
            return CertificatePath.verify(
                    WORLD.here.trustStore(),
                    member.authentication(),
                    CertificateProfile.AUTHENTICATION,
                    Sealing.AT);
        } catch (CertificateProblem e) {
            throw new AssertionError(e);
        }
    }

    private static Sealed seal(Endpoint... endpoints) {
        return Sealer.seal(
                WORLD.request(DOCUMENT, WORLD.recipient)
                        .nestedFor(Arrays.stream(endpoints).map(Endpoint::key).toList()));
    }

    private static SealProblem.Reason refusal(OpenResult result) {
        return ((Refused) result).reason();
    }

    @Test
    void recipient_and_sender_open_it_with_their_endpoint_and_their_card() throws SealProblem {
        for (Endpoint each : List.of(SENDER, RECIPIENT)) {
            OpenResult result =
                    WORLD.open(NESTED.outerSignature(), NESTED.envelope(), each.vault());
            assertThat(((Opened) result).document().toMime()).isEqualTo(DOCUMENT.toMime());
        }
    }

    @Test
    void the_card_alone_does_not_open_it() throws SealProblem {
        assertThat(refusal(WORLD.open(NESTED.outerSignature(), NESTED.envelope())))
                .isEqualTo(SealProblem.Reason.ENDPOINT_KEY_MISSING);
    }

    @Test
    void the_endpoint_alone_does_not_open_it() throws SealProblem {
        Member stranger = WORLD.there.officer("xyz", "Người khác");
        KeyVault stolen =
                new KemVault(
                        stranger.vault(), name -> Optional.ofNullable(RECIPIENT.files.get(name)));
        assertThat(refusal(WORLD.open(NESTED.outerSignature(), NESTED.envelope(), stolen)))
                .isEqualTo(SealProblem.Reason.ENDPOINT_KEY_MISSING);
        byte[] inner = innermost();
        assertThatThrownBy(() -> CmsEnvelope.open(inner, stranger.vault()::decryptionKey))
                .isInstanceOf(CmsException.class);
    }

    private static byte[] innermost() {
        try {
            return CmsEnvelope.unnest(NESTED.envelope(), RECIPIENT.vault()::decryptionKey);
        } catch (CmsException e) {
            throw new AssertionError(e);
        }
    }

    /** Whoever can open the outer layer still cannot pass the inner one on as what was sent. */
    @Test
    void a_layer_that_was_taken_off_exchanged_or_added_is_refused() throws SealProblem {
        byte[] inner = innermost();
        byte[] exchanged =
                CmsEnvelope.nest(
                        inner,
                        List.of(
                                new RecipientKey(
                                        RECIPIENT.key().identifier(), RECIPIENT.key().key())),
                        Sealing.RANDOM);
        byte[] twice =
                CmsEnvelope.nest(
                        NESTED.envelope(),
                        List.of(
                                new RecipientKey(
                                        RECIPIENT.key().identifier(), RECIPIENT.key().key())),
                        Sealing.RANDOM);
        for (byte[] other : List.of(inner, exchanged, twice)) {
            assertThat(refusal(WORLD.open(NESTED.outerSignature(), other, RECIPIENT.vault())))
                    .isEqualTo(SealProblem.Reason.DIGEST_MISMATCH);
        }
        byte[] signedTwice = WORLD.outerSignature(DOCUMENT, twice);
        assertThat(refusal(WORLD.open(signedTwice, twice, RECIPIENT.vault())))
                .isEqualTo(SealProblem.Reason.MALFORMED);
    }

    @Test
    void it_is_for_all_who_open_it_or_for_nobody() {
        for (List<Endpoint> keys :
                List.of(
                        List.of(RECIPIENT),
                        List.of(SENDER),
                        List.of(
                                SENDER,
                                RECIPIENT,
                                new Endpoint(
                                        WORLD.there.officer("thua", "Thừa"), MlKem.ML_KEM_768)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> seal(keys.toArray(new Endpoint[0])));
        }
    }

    @Test
    void a_card_that_is_gone_leaves_files_that_nobody_opens() {
        Member renewed = WORLD.there.officer("ttb2", "Trần Thị B");
        assertThat(StoredKemKey.open(RECIPIENT.file(), renewed.vault()::decryptionKey)).isEmpty();
        byte[] damaged = RECIPIENT.file().clone();
        damaged[damaged.length - 1] ^= 1;
        assertThatThrownBy(() -> StoredKemKey.open(damaged, WORLD.recipient.vault()::decryptionKey))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT));
    }

    @Test
    void the_file_does_not_hold_the_key_in_clear() {
        try (MlKemKey key =
                        StoredKemKey.open(RECIPIENT.file(), WORLD.recipient.vault()::decryptionKey)
                                .orElseThrow();
                SecretBytes pkcs8 = key.toPkcs8()) {
            String seed =
                    pkcs8.use(bytes ->
                            HexFormat.of().formatHex(bytes, bytes.length - 64, bytes.length));
            assertThat(HexFormat.of().formatHex(RECIPIENT.file()))
                    .doesNotContain(seed.substring(0, 32));
        }
    }

    @Test
    void a_file_under_the_name_of_another_key_is_no_key() {
        KeyVault confused =
                new KemVault(WORLD.recipient.vault(), name -> Optional.of(RECIPIENT.file()));
        assertThat(confused.decryptionKey(SENDER.key().identifier())).isEmpty();
        assertThat(confused.decryptionKey(RECIPIENT.key().identifier())).isPresent();
    }

    @Test
    void a_statement_is_read_as_it_was_written_and_holds_for_its_endpoint_only() {
        KemStatement read = KemStatement.fromJson(RECIPIENT.statement.toJson());
        assertThat(read.toJson()).isEqualTo(RECIPIENT.statement.toJson());
        assertThat(read.verified(identity(WORLD.recipient))).isPresent();
        assertThat(read.verified(identity(WORLD.sender))).isEmpty();
    }

    @Test
    void a_statement_of_another_key_than_was_signed_is_none() {
        JsonObject signed = RECIPIENT.statement.toJson();
        KemStatement forged =
                KemStatement.fromJson(
                        JsonObject.builder()
                                .put("type", "antin-kem-key")
                                .put("version", 1)
                                .put("endpoint", signed.string("endpoint"))
                                .put("key", SENDER.key().key().getEncoded())
                                .put("at", signed.instant("at"))
                                .put("signature", signed.bytes("signature"))
                                .build());
        assertThat(forged.verified(identity(WORLD.recipient))).isEmpty();
    }

    @Test
    void inspection_tells_the_layer_without_keys() {
        assertThat(Inspector.inspect(NESTED.envelope()).toString())
                .contains("ML-KEM-768", "ML-KEM-1024", "layer-endpoints");
        assertThat(Inspector.inspect(innermost()).toString()).doesNotContain("layer-endpoints");
    }

    @FuzzTest
    void statement_never_breaks(byte[] bytes) {
        statement(bytes);
    }

    @Test
    void mutated_statements_are_refused_or_are_the_same() {
        Random random = new Random(31);
        byte[] json = RECIPIENT.statement.toJson().canonicalBytes();
        for (int i = 0; i < 1000; i++) {
            statement(Mutations.mutate(json, random));
        }
    }

    private static void statement(byte[] bytes) {
        try {
            KemStatement read = KemStatement.fromJson(JsonObject.parse(bytes));
            if (read.verified(READER).isPresent()) {
                assertThat(read.isAbout(RECIPIENT.key().key())).isTrue();
            }
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void stored_key_never_breaks(byte[] bytes) {
        stored(bytes);
    }

    @Test
    void mutated_files_are_refused_or_are_the_same() {
        Random random = new Random(32);
        for (int i = 0; i < 300; i++) {
            stored(Mutations.mutate(RECIPIENT.file(), random));
        }
    }

    private static void stored(byte[] bytes) {
        try {
            StoredKemKey.open(bytes, WORLD.recipient.vault()::decryptionKey)
                    .ifPresent(key -> assertThat(key.publicKey()).isEqualTo(RECIPIENT.key().key()));
        } catch (KeyException e) {
            assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT);
        }
    }
}
