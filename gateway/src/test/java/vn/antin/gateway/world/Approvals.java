package vn.antin.gateway.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/** Writes files of provider records for the module of the tests. */
public final class Approvals {
    private Approvals() {}

    /** Number of every approval written here. */
    public static final String NUMBER = "12/GP-BCY";

    /** An approval of {@link Office#MODULE} for one level until a moment, in a gateway's folder. */
    public static void write(Path home, Level level, Instant until) throws IOException {
        JsonObject.Builder module = JsonObject.builder();
        Office.MODULE.parts().forEach(module::put);
        String file =
                "{\"version\":1,\"providers\":["
                        + text(
                                JsonObject.builder()
                                        .put("approvalNumber", NUMBER)
                                        .put("authority", "Ban Cơ yếu Chính phủ")
                                        .put("validFrom", until.minus(365, ChronoUnit.DAYS))
                                        .put("validUntil", until)
                                        .putStrings("levels", java.util.List.of(level.code()))
                                        .put("module", module.build())
                                        .build())
                        + "]}";
        Files.createDirectories(home);
        Files.writeString(home.resolve("providers.json"), file);
    }

    private static String text(JsonObject json) {
        return new String(json.canonicalBytes(), StandardCharsets.UTF_8);
    }
}
