package vn.antin.crypto.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.structure.CmsOutline;
import vn.antin.crypto.bc.structure.CmsStructure;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.document.AttachmentSizes;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * Finds out what a file is and describes it, without any key: signatures with who, what and when,
 * envelopes with for whom, receipts, evidence, checkpoints, certificates.
 *
 * <p>Describing is not believing: what a part says is what stands in the file. Only the fact {@code
 * signature} of a signature was checked, against the certificate that stands beside it. Pure
 * functions; thread-safe.
 */
public final class Inspector {
    /** Largest file that is read as a whole, in bytes; a larger one can be an attachment only. */
    public static final int MAX_SIZE = 20 << 20;

    private static final int SEGMENT_HEADER = 40;
    private static final int MAX_BLOCKS = 1000;
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private Inspector() {}

    /**
     * Describes a file.
     *
     * @return empty when it is nothing that the project makes
     */
    public static Optional<Part> inspect(byte[] file) {
        if (file.length > MAX_SIZE) {
            return attachment(file, file.length);
        }
        Optional<String> text = text(file);
        if (text.isPresent()) {
            return text(file, text.get());
        }
        Optional<Part> binary = der(file);
        return binary.isPresent() ? binary : attachment(file, file.length);
    }

    /**
     * Describes a file that is too large to be read as a whole.
     *
     * @param head its first bytes, at least 40
     * @param size its length in bytes
     */
    public static Optional<Part> attachment(byte[] head, long size) {
        if (head.length < SEGMENT_HEADER
                || head[0] != SEGMENT_HEADER
                || size < AttachmentSizes.cipherSize(0)
                || size > AttachmentSizes.MAX_CIPHER) {
            return Optional.empty();
        }
        long segments = (size + AttachmentSizes.SEGMENT - 1) / AttachmentSizes.SEGMENT;
        long tags = segments * (AttachmentSizes.cipherSize(0) - SEGMENT_HEADER);
        return Optional.of(
                Part.of(Kind.ATTACHMENT_CIPHERTEXT)
                        .size(Name.SIZE, size)
                        .size(Name.PLAINTEXT_SIZE, size - SEGMENT_HEADER - tags)
                        .text(Name.ALGORITHM, "AES-256-GCM, HKDF-SHA-256, 64 KiB")
                        .text(Name.SEGMENTS, Long.toString(segments))
                        .build());
    }

    private static Optional<String> text(byte[] file) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            boolean controls = text.chars().anyMatch(c -> c < ' ' && "\t\r\n".indexOf(c) < 0);
            return controls || text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Part> text(byte[] file, String text) {
        if (text.startsWith("{")) {
            try {
                return JsonParts.of(JsonObject.parse(file));
            } catch (JsonException e) {
                return Optional.empty();
            }
        }
        if (text.startsWith("-----BEGIN ")) {
            return pem(text);
        }
        return text.startsWith("<") ? LabelParts.of(file) : LogParts.of(text);
    }

    private static Optional<Part> pem(String text) {
        Part.Builder all = Part.of(Kind.PEM);
        Matcher matcher = PEM.matcher(text);
        int at = 0;
        int blocks = 0;
        while (matcher.find() && matcher.start() == at) {
            at = matcher.end();
            blocks++;
            if (blocks > MAX_BLOCKS) {
                return Optional.empty();
            }
            if (matcher.group(1).contains("PRIVATE KEY")) {
                all.part(Part.of(Kind.PRIVATE_KEY).build());
                continue;
            }
            try {
                der(Base64.getMimeDecoder().decode(matcher.group(2))).ifPresent(all::part);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        Part part = all.build();
        if (at != text.length() || part.parts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(part.parts().size() == 1 ? part.parts().getFirst() : part);
    }

    private static Optional<Part> der(byte[] der) {
        try {
            CmsStructure structure = CmsOutline.read(der);
            return Optional.of(
                    switch (structure) {
                        case CmsStructure.Signed signed -> SignatureParts.of(der, signed);
                        case CmsStructure.Enveloped enveloped -> EnvelopeParts.of(enveloped);
                        case CmsStructure.Other other ->
                                Part.of(Kind.OTHER_CMS).text(Name.TYPE, other.kind()).build();
                    });
        } catch (CmsException e) {
            return certificate(der);
        }
    }

    private static Optional<Part> certificate(byte[] der) {
        try {
            return Optional.of(CertificateParts.of(Certificates.parse(der)));
        } catch (CertificateProblem e) {
            try {
                return Optional.of(CertificateParts.of(Certificates.parseCrl(der)));
            } catch (CertificateProblem notEither) {
                return Optional.empty();
            }
        }
    }
}
