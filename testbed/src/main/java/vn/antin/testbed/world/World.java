package vn.antin.testbed.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.antin.sdk.spool.DurableFiles;

/**
 * Two agencies with their gateways and officers, made by the commands that people would type.
 *
 * <p>An observer is told each command before it runs and what it printed after; the demonstration
 * prints them, tests do not. A command that should succeed and does not is an {@link IOException}
 * with all that it said.
 */
public final class World implements AutoCloseable {
    /** Told of each command. */
    public interface Observer {
        /** Before the command runs. */
        void before(Agency agency, List<String> words);

        /** After it ended. */
        void after(Commands.Result result);
    }

    private static final Observer SILENT =
            new Observer() {
                @Override
                public void before(Agency agency, List<String> words) {}

                @Override
                public void after(Commands.Result result) {}
            };

    private final Commands commands = new Commands();
    private final Agency first;
    private final Agency second;
    private final Observer observer;
    private List<String> languageOption = List.of();

    /** A world in {@code folder}, with an observer. */
    public World(Path folder, Observer observer) throws IOException {
        this.first = Agency.make(folder, "agency1", "H98", "Ủy ban nhân dân tỉnh Mẫu");
        this.second = Agency.make(folder, "agency2", "G97", "Bộ Thử nghiệm");
        this.observer = observer;
    }

    private World(Agency first, Agency second) {
        this.first = first;
        this.second = second;
        this.observer = SILENT;
    }

    /** A world whose agencies' tokens lie in one folder, so that one process can use them all. */
    public static World withSharedTokens(Path folder) throws IOException {
        Path tokens = folder.resolve("tokens");
        return new World(
                Agency.make(folder, "agency1", "H98", "Ủy ban nhân dân tỉnh Mẫu", tokens),
                Agency.make(folder, "agency2", "G97", "Bộ Thử nghiệm", tokens));
    }

    /** A world that nobody watches. */
    public World(Path folder) throws IOException {
        this(folder, SILENT);
    }

    /** From now on the commands answer in this language: {@code vi} or {@code en}. */
    public void speak(String language) {
        languageOption = List.of("--lang", language);
    }

    /** The agency of the sender. */
    public Agency first() {
        return first;
    }

    /** The agency of the recipient. */
    public Agency second() {
        return second;
    }

    /** Sets environment variables for all commands from now on: the place of card readers, say. */
    public void environment(Map<String, String> more) {
        commands.environment(more);
    }

    /** Key ceremony, certificates, store and first custodian of an agency, as an exercise. */
    public void found(Agency agency) throws IOException, InterruptedException {
        found(agency, List.of("--exercise"));
    }

    /** The same for state secrets: not an exercise. */
    public void foundForProduction(Agency agency) throws IOException, InterruptedException {
        found(agency, List.of());
    }

    private void found(Agency agency, List<String> more) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "init",
                                "--home",
                                agency.home().toString(),
                                "--organization",
                                agency.organization(),
                                "--name",
                                agency.name(),
                                "--premises",
                                agency.premises(),
                                "--listen",
                                "127.0.0.1:" + agency.port(),
                                "--ops-listen",
                                "127.0.0.1:0",
                                "--module",
                                Agency.SOFTHSM.toString(),
                                "--init-token"));
        words.addAll(more);
        must(agency, words.toArray(String[]::new));
        takeAway(agency);
    }

    /** The PIN of the security officer goes where the gateway's is not, as init asks for. */
    private static void takeAway(Agency agency) throws IOException {
        Path safe = DurableFiles.privateFolder(agency.home().resolveSibling("safe"));
        DurableFiles.move(
                agency.home().resolve("secrets/gateway.pin.so"),
                safe.resolve(agency.organization() + ".pin.so"));
    }

    /** Starts an agency's gateway. */
    public Process serve(Agency agency) throws IOException, InterruptedException {
        observer.before(agency, List.of("serve", "--home", agency.home().toString()));
        return commands.serve(agency.home(), agency.log());
    }

    /** Makes the two gateways trust each other over the channel profile CO_YEU. */
    public void befriend() throws IOException, InterruptedException {
        Path one = first.home().resolve("peer-" + first.organization() + ".json");
        Path two = second.home().resolve("peer-" + second.organization() + ".json");
        must(first, "peer", "export", one.toString(), "--as", "custodian");
        must(second, "peer", "export", two.toString(), "--as", "custodian");
        addPeer(second, one);
        addPeer(first, two);
        await(first, second.organization() + "/", "directory", "--as", "custodian", "--json");
        await(second, first.organization() + "/", "directory", "--as", "custodian", "--json");
    }

    private void addPeer(Agency agency, Path card) throws IOException, InterruptedException {
        must(
                agency,
                "peer",
                "add",
                card.toString(),
                "--channel",
                "CO_YEU",
                "--fingerprint",
                PeerFile.fingerprint(card),
                "--as",
                "custodian");
    }

    /** Enrols an officer with a new card. */
    public void enrol(Agency agency, String name, String fullName, String unit, String clearance)
            throws IOException, InterruptedException {
        must(
                agency,
                "enrol",
                "--as",
                "custodian",
                "--card",
                "card-" + name,
                "--name",
                name,
                "--common-name",
                fullName,
                "--unit",
                unit,
                "--role",
                "officer",
                "--clearance",
                clearance,
                "--clearance-until",
                "2027-12-31",
                "--workstation",
                "MT-" + name,
                "--init-token");
    }

    /** Runs a program of the testbed with an agency's tokens. */
    public Commands.Result program(Agency agency, Class<?> main, String... words)
            throws IOException, InterruptedException {
        return commands.program(agency.home(), main, List.of(words));
    }

    /** Runs a command that must succeed. */
    public Commands.Result must(Agency agency, String... words)
            throws IOException, InterruptedException {
        Commands.Result result = run(agency, words);
        if (!result.ok()) {
            throw new IOException(
                    String.join(" ", words)
                            + " ended with "
                            + result.exit()
                            + "\n"
                            + result.output()
                            + result.errors());
        }
        return result;
    }

    /** Runs a command, whatever becomes of it. */
    public Commands.Result run(Agency agency, String... words)
            throws IOException, InterruptedException {
        List<String> list = new ArrayList<>(List.of(words));
        list.addAll(languageOption);
        observer.before(agency, list);
        Commands.Result result = commands.run(agency.home(), list);
        observer.after(result);
        return result;
    }

    /** Starts a command that goes on by itself; what it says goes to a new file. */
    public Process start(Agency agency, Path said, String... words) throws IOException {
        List<String> list = new ArrayList<>(List.of(words));
        list.addAll(languageOption);
        observer.before(agency, list);
        return commands.start(agency.home(), list, said);
    }

    /**
     * Waits until a command that goes on by itself has said something.
     *
     * @throws IOException when it does not within a minute
     */
    public static String awaitWords(Path said, String words)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        String all = Files.readString(said);
        while (!all.contains(words)) {
            if (System.nanoTime() > end) {
                throw new IOException("no " + words + " in\n" + all);
            }
            Thread.sleep(100);
            all = Files.readString(said);
        }
        return all;
    }

    /**
     * Repeats a command, unobserved, until its output contains a text.
     *
     * @throws IOException when it does not within a minute
     */
    public void await(Agency agency, String text, String... words)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!commands.run(agency.home(), List.of(words)).output().contains(text)) {
            if (System.nanoTime() > end) {
                throw new IOException("no " + text + " from " + String.join(" ", words));
            }
            Thread.sleep(200);
        }
    }

    /** Stops the gateways. */
    @Override
    public void close() {
        commands.close();
    }
}
