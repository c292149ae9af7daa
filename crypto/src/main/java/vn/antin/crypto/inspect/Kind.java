package vn.antin.crypto.inspect;

import java.util.Locale;

/** What a {@link Part} is. Every one has words in the command line. */
public enum Kind {
    OUTER_SIGNATURE,
    INNER_SIGNATURE,
    DETACHED_SIGNATURE,
    SIGNED_RECEIPT,
    SIGNED_DATA,
    SIGNER,
    COUNTERSIGNATURE,
    CERTIFICATE,
    ENVELOPE,
    RECIPIENT,
    NOTE,
    NOTE_RECIPIENT,
    ENVELOPE_FILE,
    ATTACHMENT_FILE,
    ATTACHMENT_CIPHERTEXT,
    EVIDENCE_RECEIPT,
    EVIDENCE,
    LOG_PROOF,
    CHECKPOINT,
    REVOCATION_LIST,
    LABEL_XML,
    SECURITY_POLICY,
    RECORD,
    PEM,
    PRIVATE_KEY,
    OTHER_CMS;

    /** Stable code: the name in lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
