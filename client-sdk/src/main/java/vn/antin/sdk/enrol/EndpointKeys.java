package vn.antin.sdk.enrol;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.kem.StoredKemKey;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.spool.KemFiles;
import vn.antin.sdk.transport.GatewayProblem;

/**
 * Sees to it that an endpoint has a KEM key (ML-KEM-1024) that goes with its card: made here,
 * sealed to the card, stated with the authentication key, published. A card with new keys gets a
 * new KEM key; the former ones stay for older documents.
 */
public final class EndpointKeys {
    private static final MlKem KIND = MlKem.ML_KEM_1024;

    private final KemFiles files;
    private final GatewayClient publisher;
    private final SecureRandom random;

    /**
     * With what it needs.
     *
     * @param files where the keys rest
     * @param publisher the endpoint's own client, or a key custodian's
     * @param random for keys
     */
    public EndpointKeys(KemFiles files, GatewayClient publisher, SecureRandom random) {
        this.files = files;
        this.publisher = publisher;
        this.random = random;
    }

    /**
     * An endpoint's card.
     *
     * @param endpoint whose
     * @param signer its authentication key
     * @param authentication the certificate of that key
     * @param encryption the certificate of its decryption key
     * @param decryption finds that key
     */
    public record Holder(
            EndpointId endpoint,
            Signer signer,
            X509Certificate authentication,
            X509Certificate encryption,
            Function<byte[], Optional<DecryptionKey>> decryption) {
        private JsonObject.Builder card() {
            return JsonObject.builder()
                    .put("authentication", Certificates.fingerprint(authentication).hex())
                    .put("encryption", Certificates.fingerprint(encryption).hex());
        }
    }

    /**
     * Makes and publishes a key unless there is one.
     *
     * @throws KeyException when the card fails
     */
    public void ensure(Holder holder, Instant at) throws IOException {
        Optional<KemStatement> there = files.newest().flatMap(said -> stated(said, holder));
        KemStatement statement = there.isPresent() ? there.get() : made(holder, at);
        if (files.newest().filter(said -> said.has("published")).isEmpty()
                && isPublished(statement)) {
            files.newest(said(holder, statement).put("published", true).build());
        }
    }

    /** The statement that was made with the card as it is now. */
    private static Optional<KemStatement> stated(JsonObject said, Holder holder) {
        try {
            JsonObject card = holder.card().build();
            return said.string("authentication").equals(card.string("authentication"))
                            && said.string("encryption").equals(card.string("encryption"))
                    ? Optional.of(KemStatement.fromJson(said.object("statement")))
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private KemStatement made(Holder holder, Instant at) throws IOException {
        try (MlKemKey key = MlKemKey.generate(KIND, random)) {
            byte[] sealed = StoredKemKey.seal(key, holder.encryption(), random);
            requireOpens(sealed, key, holder);
            files.put(HexFormat.of().formatHex(KeyIdentifier.of(key.publicKey())), sealed);
            KemStatement statement =
                    KemStatement.sign(holder.endpoint(), key.publicKey(), at, holder.signer());
            files.newest(said(holder, statement).build());
            return statement;
        }
    }

    /** Nobody is asked to use a key that this card would not open. */
    private static void requireOpens(byte[] sealed, MlKemKey key, Holder holder) {
        Optional<MlKemKey> opened = StoredKemKey.open(sealed, holder.decryption());
        boolean same = opened.map(o -> o.publicKey().equals(key.publicKey())).orElse(false);
        opened.ifPresent(MlKemKey::close);
        if (!same) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the card does not open its KEM key", null);
        }
    }

    private static JsonObject.Builder said(Holder holder, KemStatement statement) {
        return holder.card().put("statement", statement.toJson());
    }

    /** A gateway that does not take it now, or does not know of such keys, is asked again. */
    private boolean isPublished(KemStatement statement) {
        try {
            publisher.publish(statement);
            return true;
        } catch (GatewayProblem e) {
            return false;
        }
    }
}
