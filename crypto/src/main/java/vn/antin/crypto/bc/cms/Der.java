package vn.antin.crypto.bc.cms;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import vn.antin.crypto.bc.cms.CmsException.Kind;

/**
 * The gate before Bouncy Castle: only DER (X.690 10), at most 16 MiB, with bounded nesting and a
 * bounded number of elements, so that hostile bytes can use up neither stack nor heap.
 */
public final class Der {
    /** Largest structure in bytes. */
    static final int MAX_SIZE = 16 << 20;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 100_000;

    private Der() {}

    /** The content of a ContentInfo of this type, after every check of the class. */
    static ASN1Encodable contentInfo(byte[] der, ASN1ObjectIdentifier type) throws CmsException {
        ContentInfo info = ContentInfo.getInstance(read(der));
        if (!info.getContentType().equals(type)) {
            throw new CmsException(Kind.MALFORMED, "the structure is of another CMS type");
        }
        return info.getContent();
    }

    /**
     * The object, when it keeps to every limit.
     *
     * @throws CmsException MALFORMED or TOO_BIG
     */
    public static ASN1Primitive read(byte[] der) throws CmsException {
        if (der.length > MAX_SIZE) {
            throw new CmsException(Kind.TOO_BIG, "a CMS structure is larger than 16 MiB");
        }
        new Scan(der).run();
        try {
            ASN1Primitive object = ASN1Primitive.fromByteArray(der);
            if (!Arrays.equals(object.getEncoded(ASN1Encoding.DER), der)) {
                throw new CmsException(Kind.MALFORMED, "a CMS structure is not in DER");
            }
            return object;
        } catch (IOException | RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a CMS structure cannot be read", e);
        }
    }

    /**
     * Refuses what Bouncy Castle's classes read but would write in another way, such as an optional
     * field under another tag.
     */
    static void requireSame(byte[] der, ASN1ObjectIdentifier type, ASN1Encodable rebuilt)
            throws CmsException {
        if (!Arrays.equals(bytes(new ContentInfo(type, rebuilt)), der)) {
            throw new CmsException(Kind.MALFORMED, "a CMS structure has fields not of its kind");
        }
    }

    static byte[] bytes(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new AssertionError("an object in memory has an encoding", e);
        }
    }

    /** Walks over tags and lengths without recursion and without building anything. */
    private static final class Scan {
        private final byte[] der;
        private final int[] ends = new int[MAX_DEPTH];
        private int depth;
        private int at;
        private int elements;

        Scan(byte[] der) {
            this.der = der;
        }

        void run() throws CmsException {
            element(der.length);
            while (depth > 0) {
                if (at == ends[depth - 1]) {
                    depth--;
                } else {
                    element(ends[depth - 1]);
                }
            }
            require(at == der.length, "bytes follow the structure");
        }

        private void element(int end) throws CmsException {
            require(++elements <= MAX_ELEMENTS, "the structure has too many elements");
            int tag = next(end);
            require((tag & 0x1f) != 0x1f, "the structure has a long tag");
            int length = length(end);
            require(length <= end - at, "an element is longer than what holds it");
            if ((tag & 0x20) == 0) {
                at += length;
            } else {
                require(depth < MAX_DEPTH, "the structure is nested too deeply");
                ends[depth++] = at + length;
            }
        }

        private int length(int end) throws CmsException {
            int first = next(end);
            if (first < 0x80) {
                return first;
            }
            int count = first & 0x7f;
            require(count >= 1 && count <= 4, "a length is indefinite or too long");
            int length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | next(end);
                require(length != 0, "a length is not in its shortest form");
            }
            require(length >= 0x80, "a length is not in its shortest form");
            return length;
        }

        private int next(int end) throws CmsException {
            require(at < end, "the structure ends too early");
            return der[at++] & 0xff;
        }

        private static void require(boolean holds, String message) throws CmsException {
            if (!holds) {
                throw new CmsException(Kind.MALFORMED, message);
            }
        }
    }
}
