package vn.antin.sdk.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
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
        return PublicKeys.verifies(card.ca().getPublicKey(), signed(card), signature)
                ? Optional.of(card)
                : Optional.empty();
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
}
