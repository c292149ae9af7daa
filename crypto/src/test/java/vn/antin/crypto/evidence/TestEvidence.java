package vn.antin.crypto.evidence;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.tlog.TestLog;

/** Evidence and receipts for tests here and in other modules; always the same bytes. */
public final class TestEvidence {
    /** The agency's log with the key of seed 1. */
    public static final String LOG = "log.antin/H26.01";

    private TestEvidence() {}

    /** An evidence with everything that the event allows. */
    public static Evidence of(EvidenceEvent event) {
        return new Evidence(
                String.format(Locale.ROOT, "6d1f0a2e-0000-4000-8000-%012d", number(event)),
                event,
                Instant.parse("2026-11-22T03:04:05.678Z"),
                EndpointId.parse("H26.01/gw"),
                LOG,
                "0b5a7c1e-4f6d-4c1b-9a55-2f0e6c7d8e9f",
                EndpointId.parse("H26.01/nva"),
                Optional.of(EndpointId.parse("H27.02/ttb")),
                Digest.of(new byte[] {1}),
                Digest.of(new byte[] {2}),
                "C",
                event.isNegative() ? List.of("clearance.recipient") : List.of(),
                event == EvidenceEvent.CONTENT_HANDOVER
                        ? Optional.of(Digest.of(new byte[] {3}))
                        : Optional.empty(),
                "vn-2025@1");
    }

    /** Position of the event's entry in {@link #log()}. */
    public static int number(EvidenceEvent event) {
        return List.of(EvidenceEvent.values()).indexOf(event);
    }

    /** 32 times the same byte. */
    public static byte[] salt(int value) {
        byte[] salt = new byte[Evidence.SALT_LENGTH];
        Arrays.fill(salt, (byte) value);
        return salt;
    }

    /** A log that holds one entry for each event, salted with the event's number. */
    public static TestLog log() {
        TestLog log = new TestLog(LOG, 1);
        for (EvidenceEvent event : EvidenceEvent.values()) {
            log.append(of(event).entry(salt(number(event))));
        }
        return log;
    }

    /** The receipt of the event's evidence in {@link #log()}. */
    public static EvidenceReceipt receipt(EvidenceEvent event) {
        return new EvidenceReceipt(
                of(event), salt(number(event)), log().proof(number(event)).text());
    }
}
