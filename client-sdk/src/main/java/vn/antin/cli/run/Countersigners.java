package vn.antin.cli.run;

import java.util.ArrayList;
import java.util.List;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.Countersignature;
import vn.antin.crypto.json.JsonObject;

/** Words for the signatures over the author's: the agency's seal and approvers'. */
public final class Countersigners {
    private Countersigners() {}

    /**
     * A line about the agency's seal, also when there is none, and one for each approver.
     *
     * @param all verified
     */
    public static List<List<String>> facts(Terminal terminal, List<Countersignature> all) {
        List<List<String>> facts = new ArrayList<>();
        String seal =
                all.stream()
                        .filter(Countersigners::isSeal)
                        .map(each -> line(terminal, each))
                        .findFirst()
                        .orElseGet(() -> terminal.text("seal.none"));
        facts.add(List.of(terminal.text("word.agency-seal"), seal));
        all.stream()
                .filter(each -> !isSeal(each))
                .forEach(each ->
                        facts.add(List.of(terminal.text("word.approved"), line(terminal, each))));
        return facts;
    }

    private static boolean isSeal(Countersignature each) {
        return each.commitment() == Commitment.PROOF_OF_ORIGIN;
    }

    private static String line(Terminal terminal, Countersignature each) {
        VerifiedIdentity signer = each.signer();
        return (isSeal(each) ? signer.organizationName() : signer.commonName())
                + " ("
                + signer.endpoint()
                + "): "
                + terminal.mark(each.commitment())
                + ", "
                + terminal.moment(each.at());
    }

    /** For programs. */
    public static List<JsonObject> json(List<Countersignature> all) {
        return all.stream()
                .map(each ->
                        JsonObject.builder()
                                .put("signer", each.signer().endpoint().toString())
                                .put(
                                        "name",
                                        isSeal(each)
                                                ? each.signer().organizationName()
                                                : each.signer().commonName())
                                .put("commitment", each.commitment().code())
                                .put("at", each.at())
                                .build())
                .toList();
    }
}
