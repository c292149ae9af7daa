package vn.antin.cli.card;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.run.Context;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.piv.PivEncryption;
import vn.antin.hsm.piv.PivSlot;
import vn.antin.hsm.piv.PivToken;

/** Shows whose card is in the reader; needs no PIN. */
@Command(name = "status", sortOptions = false)
final class CardStatusCommand extends ReaderCommand {
    private static final List<String> LABELS =
            List.of(KeyLabel.AUTHENTICATION, KeyLabel.SIGNATURE, KeyLabel.ENCRYPTION);

    CardStatusCommand(Context context) {
        super(context);
    }

    @Override
    ExitCode run(PivToken token, Terminal terminal) {
        Optional<X509Certificate> first = token.certificate(PivSlot.SIGNATURE);
        String holder = first.flatMap(CardStatusCommand::holder).orElse("");
        String endpoint = first.flatMap(CardAccounts::owner).map(EndpointId::toString).orElse("");
        OptionalInt tries = token.pinTries();
        if (terminal.json()) {
            terminal.result(json(token, holder, endpoint, tries));
            return ExitCode.OK;
        }
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.reader"), token.reader()));
        facts.add(List.of(terminal.text("word.card-number"), token.guid()));
        facts.add(
                List.of(
                        terminal.text("word.holder"),
                        holder.isEmpty() ? terminal.text("card.nobody") : holder));
        facts.add(List.of(terminal.text("word.endpoint"), endpoint.isEmpty() ? "–" : endpoint));
        facts.add(List.of(terminal.text("word.pin-tries"), tries(terminal, tries)));
        terminal.facts(facts);
        if (first.isPresent()) {
            terminal.table(table(token, terminal));
        }
        return ExitCode.OK;
    }

    private static String tries(Terminal terminal, OptionalInt tries) {
        if (tries.isEmpty()) {
            return "?";
        }
        return tries.getAsInt() == 0
                ? terminal.text("card.pin-blocked")
                : Integer.toString(tries.getAsInt());
    }

    private static Table table(PivToken token, Terminal terminal) {
        Table table =
                new Table(
                        List.of(
                                terminal.text("word.slot"),
                                terminal.text("word.purpose"),
                                terminal.text("word.valid-until")));
        PivSlot inUse = inUse(token);
        for (String label : LABELS) {
            PivSlot slot = PivSlot.of(label);
            row(
                    table,
                    terminal,
                    slot.equals(PivSlot.ENCRYPTION) ? inUse : slot,
                    "card.key." + label,
                    token);
        }
        List<PivSlot> old = new ArrayList<>(List.of(PivSlot.ENCRYPTION));
        old.addAll(PivSlot.RETIRED);
        for (PivSlot slot : old) {
            if (!slot.equals(inUse) && token.certificate(slot).isPresent()) {
                row(table, terminal, slot, "card.key.retired", token);
            }
        }
        return table;
    }

    /** Where the encryption key in use is. */
    private static PivSlot inUse(PivToken token) {
        return PivEncryption.current(token).map(PivEncryption::slot).orElse(PivSlot.ENCRYPTION);
    }

    private static void row(
            Table table, Terminal terminal, PivSlot slot, String purpose, PivToken token) {
        Table unused =
                table.row(
                        List.of(
                                slot.toString(),
                                terminal.text(purpose),
                                token.certificate(slot)
                                        .map(c -> terminal.moment(c.getNotAfter().toInstant()))
                                        .orElse("–")));
    }

    private static JsonObject json(
            PivToken token, String holder, String endpoint, OptionalInt tries) {
        JsonObject.Builder json =
                JsonObject.builder().put("reader", token.reader()).put("guid", token.guid());
        if (!holder.isEmpty()) {
            json = json.put("holder", holder);
        }
        if (!endpoint.isEmpty()) {
            json = json.put("endpoint", endpoint);
        }
        if (tries.isPresent()) {
            json = json.put("pinTries", tries.getAsInt());
        }
        JsonObject.Builder until = JsonObject.builder();
        for (String label : LABELS) {
            Optional<X509Certificate> found =
                    label.equals(KeyLabel.ENCRYPTION)
                            ? token.certificate(inUse(token))
                            : token.certificate(PivSlot.of(label));
            if (found.isPresent()) {
                until = until.put(label, found.get().getNotAfter().toInstant());
            }
        }
        return json.put("validUntil", until.build()).build();
    }

    private static Optional<String> holder(X509Certificate certificate) {
        try {
            return Optional.of(Certificates.unverifiedSubject(certificate).commonName());
        } catch (CertificateProblem e) {
            return Optional.empty();
        }
    }
}
