package vn.antin.crypto.ceremony;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.antin.crypto.bc.SecretSharing;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.SealedSecret;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.DecryptionKey;

/**
 * What a backup says of its AES-256 key: how to know it, and the shares, each closed for one
 * custodian. Immutable.
 *
 * @param check SHA-256 over a context and the key
 * @param shares in the order of the custodians in the plan
 */
public record BackupKey(Digest check, List<Share> shares) {
    private static final byte[] CONTEXT =
            "antin-backup-key-v1\n".getBytes(StandardCharsets.US_ASCII);

    /** Copies the list. */
    public BackupKey {
        shares = List.copyOf(shares);
    }

    /**
     * A custodian's share.
     *
     * @param digest SHA-256 of the share, by which a wrong one is known
     * @param envelope CMS AuthEnvelopedData for the custodian's card
     */
    @SuppressWarnings("ArrayRecordComponent") // papers are compared by their bytes
    public record Share(Digest digest, byte[] envelope) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("digest", digest.hex())
                    .put("envelope", envelope)
                    .build();
        }

        static Share fromJson(JsonObject json) {
            json.onlyKeys("digest", "envelope");
            return new Share(Papers.digest(json, "digest"), json.bytes("envelope"));
        }
    }

    /**
     * A new key and what is to be kept of it.
     *
     * @param secret 32 bytes, to be closed
     * @param kept for the backup
     */
    public record Fresh(SecretBytes secret, BackupKey kept) implements AutoCloseable {
        @Override
        public void close() {
            secret.close();
        }
    }

    /** A new key, split among the custodians of the plan. */
    public static Fresh make(CeremonyPlan plan, SecureRandom random) {
        SecretSharing.Split split =
                SecretSharing.split(plan.threshold(), plan.custodians().size(), random);
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < plan.custodians().size(); i++) {
            Custodian person = plan.custodians().get(i);
            try (SecretBytes share = split.shares().get(i)) {
                shares.add(
                        new Share(
                                share.use(Digest::of),
                                SealedSecret.KEY_SHARE.seal(
                                        person.encryption(),
                                        KeyIdentifier.of(person.encryption()),
                                        share,
                                        random)));
            }
        }
        return new Fresh(split.secret(), new BackupKey(check(split.secret()), shares));
    }

    private static Digest check(SecretBytes secret) {
        return secret.use(bytes -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(CONTEXT);
            byte[] all = Arrays.copyOf(out.toByteArray(), CONTEXT.length + bytes.length);
            System.arraycopy(bytes, 0, all, CONTEXT.length, bytes.length);
            try {
                return Digest.of(all);
            } finally {
                Arrays.fill(all, (byte) 0);
            }
        });
    }

    /**
     * A custodian's share, opened with the own card; to be closed.
     *
     * @param key the card's encryption key; errors of the device are {@code KeyException}s
     * @throws CeremonyProblem CARD_OF_NOBODY when the card is nobody's in the plan, WRONG_SHARE
     */
    public Opened open(CeremonyPlan plan, DecryptionKey key) throws CeremonyProblem {
        for (int i = 0; i < plan.custodians().size(); i++) {
            Custodian person = plan.custodians().get(i);
            if (person.encryption().equals(key.publicKey())) {
                return new Opened(i + 1, person.name(), open(shares.get(i), person, key));
            }
        }
        throw new CeremonyProblem(Reason.CARD_OF_NOBODY, plan.names());
    }

    private static SecretBytes open(Share share, Custodian person, DecryptionKey key)
            throws CeremonyProblem {
        try {
            SecretBytes opened =
                    SealedSecret.KEY_SHARE.open(
                            share.envelope(), KeyIdentifier.of(person.encryption()), key);
            if (opened.length() == SecretSharing.LENGTH
                    && opened.use(Digest::of).equals(share.digest())) {
                return opened;
            }
            opened.close();
        } catch (CmsException e) {
            throw new CeremonyProblem(Reason.WRONG_SHARE, person.name());
        }
        throw new CeremonyProblem(Reason.WRONG_SHARE, person.name());
    }

    /**
     * An opened share.
     *
     * @param number of the custodian in the plan, from 1
     * @param custodian name
     * @param share to be closed
     */
    public record Opened(int number, String custodian, SecretBytes share) implements AutoCloseable {
        @Override
        public void close() {
            share.close();
        }
    }

    /**
     * The key; to be closed.
     *
     * @throws CeremonyProblem REPEATED, TOO_FEW or SHARES_DIFFER
     */
    public SecretBytes combine(CeremonyPlan plan, List<Opened> opened) throws CeremonyProblem {
        SortedMap<Integer, SecretBytes> all = new TreeMap<>();
        for (Opened each : opened) {
            if (all.put(each.number(), each.share()) != null) {
                throw new CeremonyProblem(Reason.REPEATED, each.custodian());
            }
        }
        if (all.size() < plan.threshold()) {
            throw new CeremonyProblem(Reason.TOO_FEW, all.size(), plan.threshold());
        }
        SortedMap<Integer, SecretBytes> enough = new TreeMap<>();
        for (Map.Entry<Integer, SecretBytes> each : all.entrySet()) {
            if (enough.size() < plan.threshold()) {
                enough.put(each.getKey(), each.getValue());
            }
        }
        SecretBytes secret = SecretSharing.combine(enough);
        if (!check(secret).equals(check)) {
            secret.close();
            throw new CeremonyProblem(Reason.SHARES_DIFFER);
        }
        return secret;
    }
}
