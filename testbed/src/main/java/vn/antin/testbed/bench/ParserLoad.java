package vn.antin.testbed.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.document.DocumentException;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.hsm.provider.ProviderProblem;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.policies.label.xml.LabelProblem;
import vn.antin.policies.label.xml.LabelXml;
import vn.antin.policies.pack.PackProblem;
import vn.antin.policies.pack.RulePacks;

/**
 * Every parser of outside bytes with every hostile input, in a process whose heap has room for the
 * input and the limit and no more ({@link ParserBench}). A parser may refuse; it may not fail in
 * another way, run out of memory or take longer than the limit.
 */
final class ParserLoad {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration SHOWN = Duration.ofMillis(100);

    private ParserLoad() {}

    @FunctionalInterface
    private interface Parser {
        void parse(byte[] input) throws Exception;
    }

    private static Map<String, Parser> parsers() {
        Map<String, Parser> all = new LinkedHashMap<>();
        all.put("signature", input -> CmsSignature.verified(input));
        all.put("envelope", input -> CmsEnvelope.open(input, _ -> Optional.empty()));
        all.put("time stamp", input -> TimeStamp.verified(input, new byte[0]));
        all.put("document", input -> Document.parseMime(input));
        all.put("document card", input -> DocumentCard.parse(input));
        all.put("consignment note", input -> ConsignmentNote.parse(input));
        all.put("evidence receipt", input -> EvidenceReceipt.parse(input));
        all.put("ceremony receipt", input -> CeremonyReceipt.parse(input));
        all.put("key backup", input -> KeyBackup.parse(input));
        all.put("certificate", input -> Certificates.parse(input));
        all.put("certificates in pem", input -> Certificates.parsePem(latin(input)));
        all.put("revocation list", input -> Certificates.parseCrl(input));
        all.put("request", input -> CertificationRequest.parse(input));
        all.put("log proof", input -> LogProof.parse(latin(input)));
        all.put("log key", input -> LogKey.parse(latin(input)));
        all.put("label", input -> LabelXml.read(input));
        all.put("rule pack", input -> RulePacks.load(input));
        all.put("provider records", input -> ProviderRecords.parse(input));
        all.put("inspector", input -> Inspector.inspect(input));
        return all;
    }

    private static String latin(byte[] input) {
        return new String(input, ISO_8859_1);
    }

    /** Prints what took long, and ends with 1 when something was over a limit. */
    public static void main(String[] args) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<String> over = new ArrayList<>();
        long begun = System.nanoTime();
        int runs = 0;
        for (Map.Entry<String, Supplier<byte[]>> input : HostileInputs.all().entrySet()) {
            byte[] bytes = input.getValue().get();
            for (Map.Entry<String, Parser> parser : parsers().entrySet()) {
                String name = parser.getKey() + ", " + input.getKey();
                long before = threads.getCurrentThreadCpuTime();
                String end = outcome(parser.getValue(), bytes);
                Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
                if (!end.isEmpty() || taken.compareTo(LIMIT) > 0) {
                    over.add(name);
                }
                if (!end.isEmpty() || taken.compareTo(SHOWN) > 0) {
                    System.out.printf("%-60s %5d ms %s%n", name, taken.toMillis(), end);
                }
                runs++;
            }
        }
        System.out.printf(
                "%d runs in %d s; over a limit: %s%n",
                runs, Duration.ofNanos(System.nanoTime() - begun).toSeconds(), over);
        System.exit(over.isEmpty() ? 0 : 1);
    }

    /** Empty when it was read or refused in the parser's own words. */
    private static String outcome(Parser parser, byte[] bytes) {
        try {
            parser.parse(bytes);
            return "";
        } catch (CmsException
                | TimeStampProblem
                | SealProblem
                | CertificateProblem
                | LogProblem
                | LabelProblem
                | PackProblem
                | ProviderProblem
                | CeremonyProblem
                | DocumentException
                | JsonException e) {
            return "";
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return String.valueOf(e.getClass().getSimpleName());
        }
    }
}
