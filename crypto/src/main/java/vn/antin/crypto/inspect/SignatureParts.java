package vn.antin.crypto.inspect;

import java.util.HexFormat;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.cms.ReceiptContent;
import vn.antin.crypto.bc.cms.ReceiptRequest;
import vn.antin.crypto.bc.cms.VerifiedSigner;
import vn.antin.crypto.bc.structure.CmsStructure;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.ContentIdentifier;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.policies.label.SecurityLabel;

/** Signatures: by whom, over what, when and under which label. */
final class SignatureParts {
    private SignatureParts() {}

    static Part of(byte[] der, CmsStructure.Signed structure) {
        try {
            return ours(CmsSignature.verified(der, CmsSignature.Allow.values()), structure);
        } catch (CmsException e) {
            Word verdict =
                    e.kind() == CmsException.Kind.BAD_SIGNATURE
                            ? Word.SIGNATURE_WRONG
                            : Word.SIGNATURE_FOREIGN;
            return outline(Part.of(Kind.SIGNED_DATA).word(Name.SIGNATURE, verdict), structure)
                    .build();
        }
    }

    private static Part.Builder outline(Part.Builder part, CmsStructure.Signed structure) {
        part.text(Name.CONTENT_TYPE, structure.contentType());
        structure
                .contentSize()
                .ifPresentOrElse(
                        size -> part.size(Name.CONTENT_SIZE, size),
                        () -> part.word(Name.CONTENT, Word.DETACHED));
        for (CmsStructure.Signer signer : structure.signers()) {
            Part.Builder each =
                    Part.of(Kind.SIGNER)
                            .text(
                                    signer.isKeyIdentifier()
                                            ? Name.KEY_IDENTIFIER
                                            : Name.CERTIFICATE_NAME,
                                    signer.name())
                            .text(Name.ALGORITHM, signer.algorithm())
                            .text(Name.DIGEST, signer.digest())
                            .text(Name.SIGNED_ATTRIBUTES, String.join(", ", signer.signed()));
            if (!signer.unsigned().isEmpty()) {
                each.text(Name.UNSIGNED_ATTRIBUTES, String.join(", ", signer.unsigned()));
            }
            signer.certificate().ifPresent(found -> each.part(CertificateParts.of(found)));
            part.part(each.build());
        }
        structure.certificates().stream()
                .filter(certificate ->
                        structure.signers().stream()
                                .noneMatch(signer ->
                                        signer.certificate().equals(Optional.of(certificate))))
                .forEach(certificate -> part.part(CertificateParts.of(certificate)));
        if (structure.unreadable() > 0) {
            part.text(Name.UNREADABLE_CERTIFICATES, Integer.toString(structure.unreadable()));
        }
        if (structure.revocations() > 0) {
            part.text(Name.REVOCATIONS, Integer.toString(structure.revocations()));
        }
        return part;
    }

    private static Part ours(CmsSignature signature, CmsStructure.Signed structure)
            throws CmsException {
        Part.Builder part =
                Part.of(kind(signature))
                        .word(
                                Name.SIGNATURE,
                                signature.content().isPresent()
                                        ? Word.SIGNATURE_RIGHT
                                        : Word.SIGNATURE_RIGHT_DETACHED)
                        .text(Name.SIGNER, CertificateParts.subject(signature.certificate()))
                        .time(Name.SIGNING_TIME, signature.signingTime());
        if (signature.isOldAlgorithm()) {
            part.word(Name.ALGORITHM_AGE, Word.OLD_ALGORITHM);
        }
        label(part, signature.label());
        commitment(part, signature::commitment);
        Optional<TimeStamp> stamp = signature.timeStamp();
        if (stamp.isPresent()) {
            part.time(Name.STAMPED_AT, stamp.get().time())
                    .text(Name.STAMPED_BY, CertificateParts.subject(stamp.get().certificate()));
        }
        identifier(part, signature);
        if (!signature.isReceipt()) {
            part.text(Name.SIGNED_DIGEST, HexFormat.of().formatHex(signature.messageDigest()));
        }
        Optional<ReceiptRequest> request = signature.receiptRequest();
        if (request.isPresent()) {
            part.text(Name.RECEIPTS_FROM, String.join(", ", request.get().receiptsFrom()));
        }
        if (signature.isReceipt()) {
            receipt(part, signature);
        }
        for (VerifiedSigner each : signature.countersigners()) {
            part.part(countersignature(each));
        }
        outline(part, structure);
        if (signature.note().isPresent()) {
            try {
                part.part(NoteParts.of(ConsignmentNote.parse(signature.note().get())));
            } catch (SealProblem e) {
                part.word(Name.NOTE, Word.UNREADABLE);
            }
        }
        return part.build();
    }

    private static Kind kind(CmsSignature signature) throws CmsException {
        if (signature.isReceipt()) {
            return Kind.SIGNED_RECEIPT;
        }
        if (signature.note().isPresent()) {
            return Kind.OUTER_SIGNATURE;
        }
        return signature.content().isPresent() ? Kind.INNER_SIGNATURE : Kind.DETACHED_SIGNATURE;
    }

    private static Part countersignature(VerifiedSigner signer) throws CmsException {
        Part.Builder part =
                Part.of(Kind.COUNTERSIGNATURE)
                        .word(Name.SIGNATURE, Word.SIGNATURE_RIGHT_OVER_SIGNATURE)
                        .text(Name.SIGNER, CertificateParts.subject(signer.certificate()))
                        .time(Name.SIGNING_TIME, signer.signingTime());
        commitment(part, signer::commitment);
        return part.build();
    }

    /** Something that may not be readable. */
    private interface Reading {
        Optional<Commitment> read() throws CmsException;
    }

    private static void commitment(Part.Builder part, Reading reading) {
        try {
            reading.read().ifPresent(part::commitment);
        } catch (CmsException e) {
            part.word(Name.COMMITMENT, Word.UNREADABLE);
        }
    }

    static void label(Part.Builder part, SecurityLabel label) {
        part.text(Name.LEVEL, label.level().display());
        if (!label.flags().isEmpty()) {
            part.flags(label.flags());
        }
    }

    private static void identifier(Part.Builder part, CmsSignature signature) throws CmsException {
        Optional<byte[]> identifier = signature.contentIdentifier();
        if (identifier.isPresent() && identifier.get().length == ContentIdentifier.LENGTH) {
            part.text(Name.CONSIGNMENT, ContentIdentifier.consignmentOf(identifier.get()));
        }
    }

    private static void receipt(Part.Builder part, CmsSignature signature) throws CmsException {
        ReceiptContent content = ReceiptContent.parse(signature.content().orElse(new byte[0]));
        if (content.signedContentIdentifier().length == ContentIdentifier.LENGTH) {
            part.text(
                    Name.CONSIGNMENT,
                    ContentIdentifier.consignmentOf(content.signedContentIdentifier()));
        }
        part.text(Name.ORIGINAL_SIGNATURE, HexFormat.of().formatHex(content.signatureValue()));
        signature
                .originalDigest()
                .ifPresent(digest ->
                        part.text(Name.ORIGINAL_DIGEST, HexFormat.of().formatHex(digest)));
    }
}
