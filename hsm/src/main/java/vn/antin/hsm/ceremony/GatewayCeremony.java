package vn.antin.hsm.ceremony;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.KeyCheck;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenAdmin;

/**
 * Makes the keys of a gateway inside its token: authority, seal, TLS, time-stamp, log, storage.
 *
 * <p>All or nothing: when one key fails, those made before are destroyed. Each key is read back
 * (sensitive, not extractable, made here, one use) before it enters the record.
 */
public final class GatewayCeremony {
    private static final Map<String, KeyType> KEY_PAIRS = keyPairs();

    private final TokenAdmin admin;
    private final InstantSource clock;

    /** A ceremony at this token. */
    public GatewayCeremony(TokenAdmin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    private static Map<String, KeyType> keyPairs() {
        var all = new LinkedHashMap<String, KeyType>();
        all.put(KeyLabel.CA, KeyType.EC_P384);
        all.put(KeyLabel.SEAL, KeyType.EC_P256);
        all.put(KeyLabel.TLS, KeyType.EC_P256);
        all.put(KeyLabel.TIMESTAMP, KeyType.EC_P256);
        all.put(KeyLabel.LOG, KeyType.ED25519);
        return all;
    }

    /**
     * Makes all keys.
     *
     * @throws KeyException BAD_INPUT when the token has one of them already; then nothing changes
     */
    public Transcript hold() {
        Instant began = clock.instant();
        var made = new ArrayList<String>();
        var entries = new ArrayList<Transcript.Entry>();
        try {
            for (Map.Entry<String, KeyType> each : KEY_PAIRS.entrySet()) {
                KeyPairInfo pair = admin.generate(each.getKey(), each.getValue());
                made.add(each.getKey());
                entries.add(entry(each.getKey(), each.getValue().name(), Optional.of(pair)));
            }
            admin.generateStorageKey(KeyLabel.STORAGE);
            made.add(KeyLabel.STORAGE);
            entries.add(entry(KeyLabel.STORAGE, "AES_256", Optional.empty()));
        } catch (RuntimeException e) {
            throw undo(made, e);
        }
        return new Transcript(admin.status(), began, clock.instant(), entries);
    }

    private Transcript.Entry entry(String label, String type, Optional<KeyPairInfo> pair) {
        KeyCheck check = admin.checkAttributes(label);
        if (!check.passed()) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE,
                    "key \"" + label + "\" is not as it should be: " + check.problems(),
                    null);
        }
        return new Transcript.Entry(
                label,
                type,
                pair.map(p -> HexFormat.of().formatHex(p.id())),
                pair.map(p -> Digest.of(p.publicKey().getEncoded())),
                check.attributes());
    }

    private RuntimeException undo(List<String> made, RuntimeException why) {
        for (String label : made.reversed()) {
            try {
                admin.delete(label);
            } catch (KeyException e) {
                why.addSuppressed(e);
            }
        }
        return why;
    }
}
