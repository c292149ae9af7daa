package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import vn.antin.crypto.bytes.Digest;

/** The record of a ceremony on paper. Not thread-safe; one use. */
final class RecordText {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss dd/MM/yyyy xxx", Locale.ROOT);

    private final ResourceBundle words;
    private final StringBuilder out = new StringBuilder();

    private RecordText(ResourceBundle words) {
        this.words = words;
    }

    static String of(CeremonyRecord record, Locale locale) {
        RecordText text = new RecordText(CeremonyProblem.words(locale));
        text.write(record);
        return text.out.toString();
    }

    /** Above everything that is of an exercise. */
    private void mark(CeremonyPlan plan) {
        if (plan.exercise()) {
            line(words.getString("exercise"));
        }
    }

    private void device(RecordedToken token) {
        field("device", token.manufacturer() + " " + token.model() + " " + token.firmware());
    }

    /** What a custodian reads before approving. */
    static String of(CeremonyPlan plan, Locale locale) {
        RecordText text = new RecordText(CeremonyProblem.words(locale));
        text.mark(plan);
        text.line(text.words.getString("plan." + plan.act().text()));
        text.line("");
        text.write(plan);
        text.field("keys", String.join(", ", plan.keys()));
        text.field(
                "recoverable",
                plan.recoverable().isEmpty() ? "-" : String.join(", ", plan.recoverable()));
        text.field("expires", time(plan.expires()));
        int number = 1;
        for (Custodian each : plan.custodians()) {
            text.line("   " + number++ + ". " + each.name());
            text.field("card", fingerprint(each.signature()));
        }
        return text.out.toString();
    }

    private void write(CeremonyPlan plan) {
        field("organization", plan.organization().value());
        field("token", plan.token() + " (" + plan.serial() + ")");
        field("plan", plan.digest().hex());
        field("threshold", plan.threshold() + "/" + plan.custodians().size());
    }

    private void write(CeremonyRecord record) {
        String act = record.approved().plan().act().text();
        mark(record.approved().plan());
        line(words.getString("title." + act));
        line("");
        write(record.approved().plan());
        field("serial", record.token().serial());
        device(record.token());
        field("began", time(record.began()));
        field("ended", time(record.ended()));
        line("");
        line(words.getString("approvals"));
        for (Approval each : record.approved().approvals()) {
            line("   - " + each.custodian() + ", " + time(each.time()));
            record.approved()
                    .plan()
                    .custodian(each.custodian())
                    .ifPresent(person -> field("card", fingerprint(person.signature())));
        }
        int number = 1;
        for (RecordedKey each : record.keys()) {
            line("");
            line(number++ + ". " + each.label() + " (" + each.type() + ")");
            each.id().ifPresent(id -> field("id", id));
            each.publicKey().ifPresent(key -> field("publicKey", fingerprint(key)));
            field("attributes", yes(each));
        }
        line("");
        for (String each : statements(record)) {
            line(each);
        }
        record.making().ifPresent(made -> field("making", made.hex()));
        record.backup().ifPresent(backup -> field("backup", backup.hex()));
        field("record", record.digest().hex());
        line("");
        for (String each : present(record)) {
            line(words.getString("signature") + " " + each + ": ____________________");
        }
        line(words.getString("witness") + ": ____________________");
    }

    /**
     * What is true of this very record: keys that may leave are told apart from those that stay.
     */
    private List<String> statements(CeremonyRecord record) {
        CeremonyPlan plan = record.approved().plan();
        List<String> statements = new ArrayList<>();
        statements.add(words.getString("statement." + plan.act().text()));
        if (plan.act() == CeremonyPlan.Act.MAKE_KEYS) {
            String leave = labels(record, true);
            statements.add(words.getString("statement.stay") + " " + labels(record, false) + ".");
            if (!leave.isEmpty()) {
                statements.add(words.getString("statement.leave") + " " + leave + ".");
            }
        }
        if (plan.threshold() == 1) {
            statements.add(words.getString("statement.alone"));
        }
        return statements;
    }

    /** All custodians sign on paper; of a restoration those who opened shares. */
    private static List<String> present(CeremonyRecord record) {
        return record.isRestoration()
                ? record.approved().approvals().stream().map(Approval::custodian).toList()
                : record.approved().plan().custodians().stream().map(Custodian::name).toList();
    }

    private static String labels(CeremonyRecord record, boolean leaving) {
        return record.keys().stream()
                .filter(key -> key.leaves() == leaving)
                .map(RecordedKey::label)
                .collect(Collectors.joining(", "));
    }

    private static String yes(RecordedKey key) {
        return key.attributes().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }

    private static String fingerprint(PublicKey key) {
        return Digest.of(key.getEncoded()).hex();
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atZone(HANOI));
    }

    private void field(String key, String value) {
        line("   " + words.getString(key) + ": " + value);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
