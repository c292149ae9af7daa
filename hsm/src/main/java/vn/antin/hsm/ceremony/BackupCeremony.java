package vn.antin.hsm.ceremony;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.BackupKey;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.ceremony.RecordedKey;
import vn.antin.crypto.ceremony.RecordedToken;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.KeyCheck;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.key.TrustedWrapping;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.token.TokenAddress;
import vn.antin.hsm.token.TokenStatus;

/**
 * Copies keys out of a token, wrapped under a backup key that then exists only in the custodians'
 * shares. Changes nothing in the token. Not thread-safe.
 */
public final class BackupCeremony {
    private static final byte[] KNOWN = "antin key check.".getBytes(StandardCharsets.US_ASCII);

    private final TokenConfig token;
    private final Pin pin;
    private final Pin officerPin;
    private final SecureRandom random;

    /**
     * At this token, which must not be open otherwise in this process.
     *
     * @param officerPin of the security officer, who alone may call a wrapping key trusted
     */
    public BackupCeremony(TokenConfig token, Pin pin, Pin officerPin, SecureRandom random) {
        this.token = token;
        this.pin = pin;
        this.officerPin = officerPin;
        this.random = random;
    }

    /** The backup, and the record of its making. */
    public record Held(KeyBackup backup, SignedRecord record) {}

    /**
     * Makes backup and record, both under the seal of the token.
     *
     * @param making the record of the making of these keys, whose custodians they still are
     * @param now the time
     * @throws CeremonyProblem OTHER_CUSTODIAN or OTHER_THRESHOLD when the plan is not one of those
     *     who made the keys; WRONG_SUBJECT when plan or making is of another token or act;
     *     WRONG_KEYS when the making did not let a key go or made another
     * @throws KeyException UNSUPPORTED when a key may not leave in this way, or when the module
     *     knows no trusted keys
     */
    public Held hold(ApprovedPlan approved, CeremonyRecord making, Instant now)
            throws CeremonyProblem {
        CeremonyPlan plan = approved.plan();
        making.requireOwn(plan);
        Map<String, Optional<PublicKey>> halves = new LinkedHashMap<>();
        Map<String, Digest> checks = new LinkedHashMap<>();
        List<RecordedKey> recorded = new ArrayList<>();
        RecordedToken described;
        PublicKey seal;
        try (TokenVault vault = TokenVault.open(token, PinSource.of(pin))) {
            described = described(plan, vault.status());
            for (String label : plan.keys()) {
                KeyCheck check = requireWrappable(vault, label);
                if (label.equals(KeyLabel.STORAGE)) {
                    halves.put(label, Optional.empty());
                    checks.put(label, check(vault.admin(), label));
                } else {
                    halves.put(label, Optional.of(vault.admin().publicKey(label)));
                }
                recorded.add(recorded(label, halves.getOrDefault(label, Optional.empty()), check));
            }
            seal = vault.signer(KeyLabel.SEAL).publicKey();
        }
        CeremonyRecord record =
                new CeremonyRecord(
                        approved,
                        described,
                        seal,
                        now,
                        now,
                        recorded,
                        Optional.empty(),
                        Optional.of(making.digest()));
        making.requireOwn(record);
        BackupKey kept;
        Map<String, byte[]> wrapped;
        try (BackupKey.Fresh fresh = BackupKey.make(plan, random)) {
            kept = fresh.kept();
            wrapped =
                    TrustedWrapping.wrap(
                            new TokenAddress(
                                    token.module(),
                                    token.tokenLabel(),
                                    token.serial(),
                                    ModuleOptions.PARALLEL),
                            officerPin::use,
                            pin::use,
                            fresh.secret(),
                            plan.keys());
        }
        List<WrappedKey> keys = new ArrayList<>();
        wrapped.forEach((label, bytes) ->
                keys.add(
                        new WrappedKey(
                                label,
                                bytes,
                                halves.getOrDefault(label, Optional.empty()),
                                Optional.ofNullable(checks.get(label)))));
        KeyBackup.Content content =
                new KeyBackup.Content(approved, described, seal, now, kept, keys);
        try (TokenVault vault = TokenVault.open(token, PinSource.of(pin))) {
            KeyBackup backup = KeyBackup.sign(content, vault.signer(KeyLabel.SEAL));
            CeremonyRecord done = record.ofBackup(Digest.of(backup.toBytes()));
            return new Held(backup, SignedRecord.sign(done, vault.signer(KeyLabel.SEAL)));
        }
    }

    static RecordedKey recorded(String label, Optional<PublicKey> half, KeyCheck check) {
        return new RecordedKey(
                label,
                half.isPresent() ? GatewayCeremony.type(label).name() : GatewayCeremony.AES,
                half.map(key -> HexFormat.of().formatHex(KeyIdentifier.of(key))),
                half,
                check.attributes());
    }

    private static RecordedToken described(CeremonyPlan plan, TokenStatus status)
            throws CeremonyProblem {
        if (plan.act() != CeremonyPlan.Act.BACK_UP || !plan.isOf(status.label(), status.serial())) {
            throw new CeremonyProblem(
                    CeremonyProblem.Reason.WRONG_SUBJECT, status.label() + ", " + status.serial());
        }
        return GatewayCeremony.described(status);
    }

    /** A key that could leave in clear is refused like one that may not leave at all. */
    private static KeyCheck requireWrappable(TokenVault vault, String label) {
        KeyCheck made = vault.admin().checkAttributes(label, Extraction.WRAPPED);
        if (!made.passed() && !vault.admin().checkAttributes(label, Extraction.RESTORED).passed()) {
            throw new KeyException(
                    KeyException.Reason.UNSUPPORTED,
                    "key \"" + label + "\" is not one that leaves wrapped: " + made.problems(),
                    null);
        }
        return made;
    }

    /** What tells a storage key: SHA-256 of a known text wrapped under it (RFC 3394). */
    static Digest check(TokenAdmin token, String label) {
        try (SecretBytes known = SecretBytes.owning(KNOWN.clone())) {
            return Digest.of(token.wrap(label, known));
        }
    }
}
