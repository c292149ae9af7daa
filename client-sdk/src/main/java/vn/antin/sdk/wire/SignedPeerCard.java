package vn.antin.sdk.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * A peer card with the signature of the agency's CA over all of it: the file of {@code antin peer
 * export}, see docs/formats/peer-card.md. The content comes out only when the signature holds under
 * the CA that the card carries. So whoever compares the fingerprint of that CA has compared the
 * whole card. Immutable; thread-safe.
 */
public final class SignedPeerCard {
    /** Keeps the signature apart from every other that the CA key makes. */
    private static final byte[] CONTEXT =
            "antin-peer-card-v1\n".getBytes(StandardCharsets.US_ASCII);

    private static final String SIGNATURE = "signature";

    private final PeerCard card;
    private final byte[] signature;

    /** A card and what claims to be its signature. */
    public SignedPeerCard(PeerCard card, byte[] signature) {
        this.card = card;
        this.signature = signature.clone();
    }

    /**
     * Signs a card.
     *
     * @param caKey key of the card's CA; errors of the device are {@code KeyException}s
     */
    public static SignedPeerCard sign(PeerCard card, Signer caKey) {
        return new SignedPeerCard(card, caKey.sign(signed(card)));
    }

    /** The content; empty when the signature is not that of the CA on the card. */
    public Optional<PeerCard> verified() {
        try {
            Signature verifier = verifier(card.ca().getPublicKey());
            verifier.initVerify(card.ca().getPublicKey());
            verifier.update(signed(card));
            return verifier.verify(signature) ? Optional.of(card) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The signature, DER for ECDSA. */
    public byte[] signature() {
        return signature.clone();
    }

    /** The message. */
    public JsonObject toJson() {
        return card.fields().put(SIGNATURE, signature).build();
    }

    /** Reads the message; unknown fields are refused. The signature is not checked here. */
    public static SignedPeerCard fromJson(JsonObject json) {
        json.onlyKeys(
                Stream.concat(PeerCard.KEYS.stream(), Stream.of(SIGNATURE)).toArray(String[]::new));
        return new SignedPeerCard(PeerCard.read(json), json.bytes(SIGNATURE));
    }

    private static byte[] signed(PeerCard card) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(CONTEXT);
        bytes.writeBytes(card.toJson().canonicalBytes());
        return bytes.toByteArray();
    }

    private static Signature verifier(PublicKey key) throws GeneralSecurityException {
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(key);
        return switch (algorithm) {
            case ECDSA_P256_SHA256 -> Signature.getInstance("SHA256withECDSA");
            case ECDSA_P384_SHA384 -> Signature.getInstance("SHA384withECDSA");
            case RSA_PSS_SHA256 -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            case ED25519 -> throw new IllegalArgumentException("no authority has such a key");
        };
    }
}
