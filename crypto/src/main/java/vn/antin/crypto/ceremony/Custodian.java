package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import vn.antin.crypto.cert.KeyRules;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * A key custodian with the keys of the own card: the "custodian file". The signature key vouches
 * for all of it, so nobody can put another's encryption key beside it. Immutable.
 *
 * @param name of the person
 * @param signature public key with which the person approves
 * @param encryption public key to which shares of a backup key are encrypted
 * @param proof signature of the first key over name and keys
 */
@SuppressWarnings("ArrayRecordComponent") // papers are compared by their bytes
public record Custodian(String name, PublicKey signature, PublicKey encryption, byte[] proof) {
    static final String TYPE = "antin-custodian";

    /**
     * Checks keys and proof.
     *
     * @throws IllegalArgumentException when a key is weak, both are one, or the proof is not right
     */
    public Custodian {
        Papers.requireText(name, "the custodian's name");
        SignatureAlgorithm unused = SignatureAlgorithm.of(signature);
        if (!KeyRules.isStrong(signature) || !KeyRules.isStrong(encryption)) {
            throw new IllegalArgumentException(
                    "a custodian's keys are on P-256 or P-384, or RSA of 3072 bits up");
        }
        if (signature.equals(encryption)) {
            throw new IllegalArgumentException("a key that signs does not decrypt");
        }
        proof = proof.clone();
        if (!PublicKeys.verifies(
                signature, Papers.signed(TYPE, fields(name, signature, encryption)), proof)) {
            throw new IllegalArgumentException(
                    "the custodian's keys are not vouched for by the signature key");
        }
    }

    /**
     * Whether a person can be named so: 1 to 128 characters, none invisible, no blank at either
     * end.
     */
    public static boolean isName(String name) {
        return Papers.isText(name);
    }

    /**
     * Makes the file with the person's card.
     *
     * @param signer the card's signature key; errors of the device are {@code KeyException}s
     */
    public static Custodian introduce(String name, Signer signer, PublicKey encryption) {
        JsonObject fields = fields(name, signer.publicKey(), encryption);
        return new Custodian(
                name, signer.publicKey(), encryption, signer.sign(Papers.signed(TYPE, fields)));
    }

    private static JsonObject fields(String name, PublicKey signature, PublicKey encryption) {
        return start(name, signature, encryption).build();
    }

    private static JsonObject.Builder start(
            String name, PublicKey signature, PublicKey encryption) {
        return Papers.start(TYPE)
                .put("name", name)
                .put("signatureKey", signature.getEncoded())
                .put("encryptionKey", encryption.getEncoded());
    }

    /** Whether it is the same person with the same card; two proofs of it differ. */
    boolean isSame(Custodian other) {
        return name.equals(other.name)
                && signature.equals(other.signature)
                && encryption.equals(other.encryption);
    }

    @Override
    public byte[] proof() {
        return proof.clone();
    }

    /** Canonical JSON. */
    public byte[] toBytes() {
        return toJson().canonicalBytes();
    }

    /**
     * Reads {@link #toBytes} and checks the proof.
     *
     * @throws JsonException for anything else
     */
    public static Custodian parse(byte[] canonical) {
        return fromJson(JsonObject.parseCanonical(canonical));
    }

    JsonObject toJson() {
        return start(name, signature, encryption).put("proof", proof).build();
    }

    static Custodian fromJson(JsonObject json) {
        Papers.require(json, TYPE);
        json.onlyKeys("type", "version", "name", "signatureKey", "encryptionKey", "proof");
        PublicKey signature = Papers.key(json, "signatureKey");
        PublicKey encryption = Papers.key(json, "encryptionKey");
        String name = json.string("name");
        byte[] proof = json.bytes("proof");
        return Papers.parsed("proof", () -> new Custodian(name, signature, encryption, proof));
    }
}
