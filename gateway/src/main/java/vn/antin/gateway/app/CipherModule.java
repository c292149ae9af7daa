package vn.antin.gateway.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.intake.Providers;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.provider.ProviderProblem;
import vn.antin.hsm.provider.ProviderRecord;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.rule.RulePack;
import vn.antin.sdk.wire.Deployment;

/**
 * The gateway's cipher module and what the records in its folder say of it. The records are read
 * once, at the start; whether an approval counts is asked for every decision. Thread-safe.
 */
final class CipherModule implements Providers, EvidenceDesk.Circumstances {
    /** The words above everything that an exercise shows or prints, each language a line. */
    static final String EXERCISE_BANNER =
            "BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC\nTRIAL BUILD – NOT FOR STATE SECRETS\n";

    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final ModuleApproval approval;
    private final String records;
    private final boolean exercise;
    private final Set<Level> nested;

    private CipherModule(
            ModuleApproval approval, String records, boolean exercise, Set<Level> nested) {
        this.approval = approval;
        this.records = records;
        this.exercise = exercise;
        this.nested = nested;
    }

    /**
     * The module at hand by the records of a gateway's folder; without a file it is not approved.
     *
     * @throws StartupProblem PROVIDERS_INVALID when the file is not as it must be
     */
    static CipherModule of(GatewayConfig config, ModuleIdentity module) {
        String text = text(config.home());
        RulePack pack = RulePacks.shipped(config.rulePack());
        return new CipherModule(
                parse(config.home(), text).of(module),
                text,
                config.exercise(),
                Arrays.stream(Level.values())
                        .filter(pack::needsNesting)
                        .collect(Collectors.toSet()));
    }

    /** The records of a gateway's folder; none without a file. */
    static ProviderRecords records(Path home) {
        return parse(home, text(home));
    }

    /** How the gateway uses a token in this module: with the vendor's numbers, if it has some. */
    static TokenOptions options(Path home, Path module) {
        return TokenOptions.defaults().withVendorCodes(records(home).vendorCodes(module));
    }

    private static ProviderRecords parse(Path home, String text) {
        try {
            return text.isEmpty()
                    ? ProviderRecords.NONE
                    : ProviderRecords.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ProviderProblem e) {
            throw new StartupProblem(
                    StartupProblem.Code.PROVIDERS_INVALID,
                    e,
                    home.resolve(ProviderRecords.FILE_NAME),
                    e.text(VIETNAMESE),
                    e.text(Locale.ENGLISH));
        }
    }

    /** The file; empty when there is none. A file that is too large is not read to its end. */
    private static String text(Path home) {
        Path file = home.resolve(ProviderRecords.FILE_NAME);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(ProviderRecords.MAX_SIZE + 1);
            return bytes.length == 0 ? " " : new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            String words = String.valueOf(e.getMessage());
            throw new StartupProblem(StartupProblem.Code.PROVIDERS_INVALID, e, file, words, words);
        }
    }

    @Override
    public Provider approval(Level level, Instant at) {
        String name = approval.module().display();
        return approval.approval(level, at).isPresent()
                ? Provider.approved(name)
                : Provider.unapproved(
                        name,
                        approval.why(level, at, VIETNAMESE),
                        approval.why(level, at, Locale.ENGLISH));
    }

    @Override
    public boolean exercise() {
        return exercise;
    }

    @Override
    public String provider(Level level, Instant at) {
        Optional<ProviderRecord> record = approval.approval(level, at);
        return record.map(ProviderRecord::approvalNumber).orElse(Evidence.NO_APPROVAL);
    }

    /** The records as text; empty without a file. Officers' programs look their modules up. */
    String records() {
        return records;
    }

    /** What clients and peers are told. */
    Deployment deployment(Instant at) {
        return new Deployment(
                exercise,
                !approval.inForce(at).isEmpty(),
                line(at, VIETNAMESE),
                line(at, Locale.ENGLISH),
                nested);
    }

    /** The module and its state in one line. */
    private String line(Instant at, Locale locale) {
        return approval.module().display() + ": " + approval.state(at, locale);
    }
}
