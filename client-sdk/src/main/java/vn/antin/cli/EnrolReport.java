package vn.antin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.crypto.json.JsonObject;

/** Tells what an enrolment has made and where it lies. */
final class EnrolReport {
    private EnrolReport() {}

    static void show(
            Terminal terminal, Profile profile, Enrolled enrolled, Path file, boolean made) {
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
        profile.pinFile()
                .ifPresent(pin -> {
                    facts.add(List.of(terminal.text("word.pin-file"), pin.toString()));
                    if (made) {
                        facts.add(
                                List.of(
                                        terminal.text("word.so-pin-file"),
                                        NewCard.officerFile(pin).toString()));
                    }
                });
        terminal.facts(facts);
        if (made) {
            terminal.remark("enrol.pins");
        }
    }
}
