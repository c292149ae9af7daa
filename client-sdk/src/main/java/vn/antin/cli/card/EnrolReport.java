package vn.antin.cli.card;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.crypto.json.JsonObject;

/** Tells what an enrolment has made and where it lies. */
final class EnrolReport {
    private EnrolReport() {}

    static void show(
            Terminal terminal,
            Profile profile,
            CardEnrolment.Enrolled enrolled,
            Path file,
            Map<String, Path> secrets) {
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("endpoint", enrolled.endpoint().toString())
                            .put("profile", file.toString())
                            .put("card", profile.tokenLabel())
                            .putIfPresent("pinFile", profile.pinFile().map(Path::toString))
                            .put("serial", enrolled.signature().getSerialNumber().toString(16))
                            .put("validUntil", enrolled.signature().getNotAfter().toInstant())
                            .build());
            return;
        }
        terminal.say("enrol.done", enrolled.endpoint());
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.card"), profile.tokenLabel()));
        facts.add(
                List.of(
                        terminal.text("word.certificates"),
                        terminal.text(
                                "enrol.until-day",
                                terminal.moment(enrolled.signature().getNotAfter().toInstant()))));
        facts.add(List.of(terminal.text("word.profile"), file.toString()));
        for (Map.Entry<String, Path> each : secrets.entrySet()) {
            facts.add(List.of(terminal.text(each.getKey()), each.getValue().toString()));
        }
        terminal.facts(facts);
        if (secrets.size() > 1) {
            terminal.remark("enrol.pins");
        }
    }
}
