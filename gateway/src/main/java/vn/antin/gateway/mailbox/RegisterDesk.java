package vn.antin.gateway.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.exchange.Store;
import vn.antin.gateway.exchange.View;
import vn.antin.gateway.intake.Refused;
import vn.antin.gateway.records.RegisterEntry;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.gateway.records.RegisterRow;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.RegisterPage;

/**
 * Pages of the three registers: whole for those who keep or audit them, own rows for everyone else.
 * Thread-safe.
 */
public final class RegisterDesk {
    private final Store store;

    /** Over the store. */
    public RegisterDesk(Store store) {
        this.store = store;
    }

    /**
     * One register of one year.
     *
     * @throws Refused FORBIDDEN for a peer gateway
     */
    public RegisterPage page(Caller caller, RegisterPage.Register register, int year) {
        if (caller.isGateway()) {
            throw Refused.of(ProblemCode.FORBIDDEN, "role", Role.REGISTRY_CLERK.code());
        }
        boolean whole =
                caller.hasAny(
                        Role.REGISTRY_CLERK,
                        Role.AUDITOR,
                        Role.KEY_CUSTODIAN,
                        Role.SECURITY_OFFICER);
        RegisterKind kind = RegisterKind.valueOf(register.name());
        return store.read(view -> {
            List<RegisterRow> rows =
                    whole
                            ? view.registers().rows(kind, year)
                            : view.registers().rowsOf(caller.endpoint(), kind, year);
            return new RegisterPage(
                    register,
                    year,
                    rows.stream().map(row -> row(view, caller, whole, row)).toList());
        });
    }

    /** Who sees only own rows sees in a row received only the own line. */
    private static RegisterPage.Row row(View view, Caller caller, boolean whole, RegisterRow row) {
        RegisterEntry entry = row.entry();
        boolean all = whole || entry.sender().equals(caller.endpoint());
        List<RegisterRow.Line> lines =
                row.lines().stream()
                        .filter(line -> all || line.recipient().equals(caller.endpoint()))
                        .toList();
        List<EndpointId> to = lines.stream().map(RegisterRow.Line::recipient).toList();
        return new RegisterPage.Row(
                row.serial(),
                entry.at(),
                entry.consignment(),
                entry.level(),
                urgency(view, entry.consignment()),
                entry.sender(),
                Mailboxes.name(view, entry.sender()),
                to,
                to.stream().map(id -> Mailboxes.name(view, id)).toList(),
                signedAt(lines),
                entry.note());
    }

    private static Urgency urgency(View view, String consignment) {
        return view.consignments()
                .consignment(consignment)
                .map(c -> c.note().urgency())
                .orElse(Urgency.THUONG);
    }

    private static Optional<Instant> signedAt(List<RegisterRow.Line> lines) {
        if (lines.stream().anyMatch(line -> line.signed().isEmpty())) {
            return Optional.empty();
        }
        return lines.stream()
                .flatMap(line -> line.signed().stream())
                .map(RegisterRow.Signed::at)
                .max(Instant::compareTo);
    }
}
