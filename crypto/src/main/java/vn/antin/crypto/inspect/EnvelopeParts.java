package vn.antin.crypto.inspect;

import vn.antin.crypto.bc.structure.CmsStructure;

/** Envelopes: for whom, and with what. */
final class EnvelopeParts {
    private EnvelopeParts() {}

    static Part of(CmsStructure.Enveloped envelope) {
        Part.Builder part =
                Part.of(Kind.ENVELOPE)
                        .text(Name.TYPE, envelope.kind())
                        .text(Name.ALGORITHM, envelope.algorithm());
        if (envelope.tagSize() > 0) {
            part.size(Name.TAG_SIZE, envelope.tagSize());
        }
        envelope.contentSize().ifPresent(size -> part.size(Name.CIPHERTEXT_SIZE, size));
        part.text(Name.CONTENT_TYPE, envelope.contentType());
        if (envelope.contentType().equals("id-ct-authEnvelopedData")) {
            part.word(Name.LAYER, Word.LAYER_ENDPOINTS);
        }
        for (CmsStructure.Recipient recipient : envelope.recipients()) {
            part.part(
                    Part.of(Kind.RECIPIENT)
                            .text(
                                    recipient.isKeyIdentifier()
                                            ? Name.KEY_IDENTIFIER
                                            : Name.CERTIFICATE_NAME,
                                    recipient.name())
                            .text(Name.TYPE, recipient.kind())
                            .text(Name.ALGORITHM, recipient.algorithm())
                            .build());
        }
        return part.build();
    }
}
