package vn.antin.cli.desk;

import java.util.ArrayList;
import java.util.List;
import vn.antin.cli.io.Table;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Times;
import vn.antin.sdk.wire.RegisterPage;

/**
 * A register in its form: outgoing and incoming in the columns of forms 14 and 15 of Circular
 * 24/2020 (as Decree 63 has them), hand-over in columns of our own after form 16.
 *
 * <p>What stands inside the envelope is not known to a gateway; these cells say so, and the
 * registry clerk completes them.
 */
final class RegisterTable {
    private static final List<String> OUTGOING =
            List.of(
                    "stt",
                    "symbol",
                    "day",
                    "kind",
                    "level",
                    "signatory",
                    "to-signed",
                    "keeper",
                    "copies",
                    "remarks");
    private static final List<String> INCOMING =
            List.of(
                    "arrival-day",
                    "arrival-number",
                    "author",
                    "symbol",
                    "day",
                    "kind",
                    "level",
                    "receiver",
                    "signed",
                    "remarks");
    private static final List<String> HANDOVER =
            List.of(
                    "stt",
                    "handover-day",
                    "symbol",
                    "level",
                    "envelopes",
                    "giver",
                    "receiver",
                    "signed",
                    "remarks");

    private final Terminal terminal;

    private RegisterTable(Terminal terminal) {
        this.terminal = terminal;
    }

    static Table of(Terminal terminal, RegisterPage page) {
        List<String> columns =
                switch (page.register()) {
                    case OUTGOING -> OUTGOING;
                    case INCOMING -> INCOMING;
                    case HANDOVER -> HANDOVER;
                };
        RegisterTable form = new RegisterTable(terminal);
        Table table =
                new Table(
                        columns.stream().map(c -> terminal.text("register.column." + c)).toList());
        for (RegisterPage.Row row : page.rows()) {
            table.row(columns.stream().map(column -> form.cell(column, row)).toList());
        }
        return table;
    }

    private String cell(String column, RegisterPage.Row row) {
        return switch (column) {
            case "stt", "arrival-number" -> Long.toString(row.number());
            case "arrival-day", "handover-day" -> Times.day(row.at(), terminal.language());
            case "level" -> row.level().display();
            case "author", "giver" -> row.fromName() + "\n" + row.from();
            case "receiver" -> receivers(row);
            case "to-signed" -> receivers(row) + "\n" + signed(row);
            case "signed" -> signed(row);
            case "envelopes" -> "1";
            case "remarks" -> remarks(row);
            default -> terminal.text("register.inside");
        };
    }

    private static String receivers(RegisterPage.Row row) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < row.to().size(); i++) {
            String name = i < row.toNames().size() ? row.toNames().get(i) : "";
            String endpoint = row.to().get(i).toString();
            names.add(name.isEmpty() || name.equals(endpoint) ? endpoint : name + " " + endpoint);
        }
        return String.join("\n", names);
    }

    private String signed(RegisterPage.Row row) {
        return row.signedAt()
                .map(at -> terminal.text("register.signed", terminal.moment(at)))
                .orElse(terminal.text("register.not-signed"));
    }

    private static String remarks(RegisterPage.Row row) {
        return row.consignment().substring(0, 8)
                + row.remarks().map(text -> "; " + text).orElse("");
    }
}
