package vn.antin.cli.profile;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.json.JsonObject;

/** Tells what an enrolment has made and where it lies. */
public final class EnrolReport {
    private EnrolReport() {}

    /**
     * Tells it.
     *
     * @param signature certificate of the signature key
     * @param file of the profile
     * @param secrets files to be told, by key of their words
     */
    public static void show(
            Terminal terminal,
            Profile profile,
            X509Certificate signature,
            Path file,
            Map<String, Path> secrets) {
        if (terminal.json()) {
            terminal.result(
                    JsonObject.builder()
                            .put("endpoint", profile.endpoint().toString())
                            .put("profile", file.toString())
                            .put("card", profile.tokenLabel())
                            .putIfPresent("pinFile", profile.pinFile().map(Path::toString))
                            .putIfPresent(
                                    "record",
                                    Optional.ofNullable(secrets.get("word.record"))
                                            .map(Path::toString))
                            .put("serial", signature.getSerialNumber().toString(16))
                            .put("validUntil", signature.getNotAfter().toInstant())
                            .build());
            return;
        }
        terminal.say("enrol.done", profile.endpoint());
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(terminal.text("word.card"), profile.tokenLabel()));
        facts.add(
                List.of(
                        terminal.text("word.certificates"),
                        terminal.text(
                                "enrol.until-day",
                                terminal.moment(signature.getNotAfter().toInstant()))));
        facts.add(List.of(terminal.text("word.profile"), file.toString()));
        for (Map.Entry<String, Path> each : secrets.entrySet()) {
            facts.add(List.of(terminal.text(each.getKey()), each.getValue().toString()));
        }
        terminal.facts(facts);
        if (secrets.containsKey("word.pin-file")) {
            terminal.remark("enrol.pins");
        }
    }
}
