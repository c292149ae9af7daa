package vn.antin.sdk.wire;

import java.util.List;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;

/** Answer to an outer signature that the policy permits; a refusal is a {@link Problem}. */
public sealed interface SubmissionAnswer {
    /** The consignment, a UUID. */
    String consignment();

    /** The message. */
    JsonObject toJson();

    /** Reads the message of either kind. */
    static SubmissionAnswer fromJson(JsonObject json) {
        String consignment = Fields.uuid(json, "consignment");
        if (json.has("missing")) {
            return new AwaitingBlobs(
                    consignment, Fields.each(json, "missing", MissingBlob::fromJson));
        }
        return new Accepted(consignment, Fields.each(json, "receipts", EvidenceReceipt::fromJson));
    }

    /**
     * 201: everything is stored durably and in the log.
     *
     * @param receipts SubmissionAcceptance (or RelayAcceptance for a gateway), one per recipient
     */
    record Accepted(String consignment, List<EvidenceReceipt> receipts)
            implements SubmissionAnswer {
        /** Copies the list. */
        public Accepted {
            receipts = List.copyOf(receipts);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("consignment", consignment)
                    .putObjects("receipts", receipts.stream().map(EvidenceReceipt::toJson).toList())
                    .build();
        }
    }

    /**
     * 202: the policy permits it; these blobs are to be uploaded, then it is submitted again.
     *
     * @param missing at least one
     */
    record AwaitingBlobs(String consignment, List<MissingBlob> missing)
            implements SubmissionAnswer {
        /** Copies the list. */
        public AwaitingBlobs {
            missing = List.copyOf(missing);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("consignment", consignment)
                    .putObjects("missing", missing.stream().map(MissingBlob::toJson).toList())
                    .build();
        }
    }

    /**
     * A blob that the gateway does not have in full.
     *
     * @param sha256 its name
     * @param size in bytes
     * @param offset bytes that are already there
     */
    record MissingBlob(Digest sha256, long size, long offset) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("sha256", sha256.hex())
                    .put("size", size)
                    .put("offset", offset)
                    .build();
        }

        static MissingBlob fromJson(JsonObject json) {
            return new MissingBlob(
                    Fields.digest(json, "sha256"),
                    Fields.notNegative(json, "size"),
                    Fields.notNegative(json, "offset"));
        }
    }
}
