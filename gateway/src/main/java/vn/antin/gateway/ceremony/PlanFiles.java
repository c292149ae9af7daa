package vn.antin.gateway.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonException;

/** The papers of a ceremony as files. */
public final class PlanFiles {
    private PlanFiles() {}

    /**
     * A plan with its approvals.
     *
     * @throws CeremonyProblem MALFORMED, WRONG_SUBJECT when it is of another agency or token,
     *     OTHER_MARK, or what lacks for it to be approved
     */
    public static ApprovedPlan approved(
            Path plan,
            List<Path> approvals,
            OrganizationId organization,
            String token,
            boolean exercise,
            Instant now)
            throws IOException, CeremonyProblem {
        try {
            CeremonyPlan asked = CeremonyPlan.parse(Files.readAllBytes(plan));
            List<Approval> given = new ArrayList<>();
            for (Path each : approvals) {
                given.add(Approval.parse(Files.readAllBytes(each)));
            }
            if (!asked.organization().equals(organization) || !asked.token().equals(token)) {
                throw new CeremonyProblem(
                        CeremonyProblem.Reason.WRONG_SUBJECT,
                        asked.organization() + ", " + asked.token());
            }
            if (asked.exercise() != exercise) {
                throw new CeremonyProblem(CeremonyProblem.Reason.OTHER_MARK);
            }
            return ApprovedPlan.of(asked, given, now);
        } catch (NoSuchFileException | JsonException e) {
            throw new CeremonyProblem(
                    CeremonyProblem.Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** A record to print, in Vietnamese and English. */
    public static String text(CeremonyRecord record) {
        return record.text(Locale.of("vi")) + "\n" + record.text(Locale.ENGLISH);
    }
}
