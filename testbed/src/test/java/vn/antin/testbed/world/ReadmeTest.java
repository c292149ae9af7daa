package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of README's "One command at a time" work as they stand there, typed into two
 * terminals by somebody who fills in nothing but the three words that the page names.
 */
class ReadmeTest {
    private static final Path PAGE = Path.of("..", "README.md");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{4}(?: [0-9a-f]{4}){15}");
    private static final Pattern EXPORT = Pattern.compile("export (\\w+)=(\\S+).*");
    private static final int TRIES = 60;

    @TempDir private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();
    private String id = "ID";

    @Test
    void every_command_of_the_page_works_as_it_stands() throws Exception {
        List<List<String>> terminals = terminals();
        assertThat(terminals).hasSize(2);
        Files.createSymbolicLink(
                folder.resolve("antin"), Path.of("..", "antin").toAbsolutePath().normalize());
        Files.copy(PAGE, folder.resolve("README.md"));
        environment.put("ANTIN_NO_BUILD", "1");
        environment.put("ANTIN_TIER", "1");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Path log = folder.resolve("terminal-1.txt");
        List<String> first = new ArrayList<>(terminals.getFirst());
        first.add("wait");
        Process gateways = bash(String.join("\n", first)).redirectOutput(log.toFile()).start();
        try {
            await(gateways, log);
            for (String line : terminals.getLast()) {
                type(line);
            }
        } finally {
            for (ProcessHandle gateway : gateways.descendants().toList()) {
                gateway.destroy();
                var _ = gateway.onExit().get(30, TimeUnit.SECONDS);
            }
            gateways.destroy();
            assertThat(gateways.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(log)).contains("Stopping gateway H98/gw");
        assertThat(folder.resolve("try/opened")).isNotEmptyDirectory();
        assertThat(folder.resolve("try/gw1/tokens")).isNotEmptyDirectory();
    }

    /** The two blocks of commands of the section, lines that go on joined. */
    private List<List<String>> terminals() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("## One command at a time");
        String section = page.substring(begin, page.indexOf("\n## ", begin));
        String ports = section.replace("8443", freePort()).replace("8444", freePort());
        List<List<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : ports.replace("\\\n", " ").lines().toList()) {
            boolean command = line.startsWith("    ");
            if (command && !inside) {
                blocks.add(new ArrayList<>());
            }
            if (command) {
                blocks.getLast().add(line.strip());
            }
            inside = command;
        }
        return blocks;
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static void await(Process gateways, Path log) throws Exception {
        for (int i = 0; i < 4 * TRIES; i++) {
            String said = Files.readString(log);
            if (said.contains("H98/gw is ready at ") && said.contains("G97/gw is ready at ")) {
                return;
            }
            assertThat(gateways.isAlive()).as(said).isTrue();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new AssertionError(Files.readString(log));
    }

    /** Types a line, again and again when it looks for something that is still on its way. */
    private void type(String line) throws Exception {
        Matcher export = EXPORT.matcher(line);
        if (export.matches()) {
            environment.put(export.group(1), export.group(2));
            return;
        }
        String filled = line.replaceAll("\\bID\\b", id);
        for (Map.Entry<String, String> word : words.entrySet()) {
            filled = filled.replace(word.getKey(), word.getValue());
        }
        String wanted = wanted(line);
        String said = "";
        for (int i = 0; i < TRIES; i++) {
            said = run(filled);
            if (said.contains(wanted)) {
                learn(line, said);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new AssertionError("no " + wanted + " from " + filled + "\n" + said);
    }

    /** What a person waits to see before going on. */
    private String wanted(String line) {
        return switch (line.split(" ")[1]) {
            case "directory" -> "G97/binh";
            case "inbox" -> id.substring(0, 8);
            case "status" -> "ContentHandover";
            case "-R" -> "README.md";
            default -> line.startsWith("for ") ? "✓ BIÊN LAI HỢP LỆ" : "";
        };
    }

    private void learn(String line, String said) {
        if (line.contains(" peer export ")) {
            Matcher fingerprint = FINGERPRINT.matcher(said);
            assertThat(fingerprint.find()).as(said).isTrue();
            words.put(
                    line.contains("H98") ? "FINGERPRINT-H98" : "FINGERPRINT-G97",
                    fingerprint.group());
        }
        if (line.contains(" send ")) {
            Matcher found = UUID.matcher(said);
            assertThat(found.find()).as(said).isTrue();
            id = found.group();
        }
        if (line.startsWith("for ")) {
            assertThat(said.split("✓ BIÊN LAI HỢP LỆ", -1)).as(said).hasSizeGreaterThan(4);
            assertThat(said).doesNotContain("✗", "KHÔNG HỢP LỆ", "KHÔNG KIỂM TRA");
        }
    }

    private String run(String line) throws Exception {
        Path said = folder.resolve("terminal-2.txt");
        Process process = bash(line).redirectOutput(said.toFile()).start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(said);
        assertThat(ended).as(line + "\n" + output).isTrue();
        assertThat(process.exitValue()).as(line + "\n" + output).isZero();
        return output;
    }

    private ProcessBuilder bash(String script) {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-e", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().remove("SOFTHSM2_CONF");
        builder.environment().remove("ANTIN_HOME");
        builder.environment().putAll(environment);
        return builder;
    }
}
