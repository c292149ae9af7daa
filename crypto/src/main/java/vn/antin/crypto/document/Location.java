package vn.antin.crypto.document;

import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;

/** Where the bytes of an attachment are. */
public sealed interface Location {
    /**
     * Inside the document, as its own MIME part.
     *
     * @param contentId 1 to 32 lower-case letters, digits and hyphens, unique in the document
     */
    record Inline(String contentId) implements Location {
        /** Checks the identifier. */
        public Inline {
            if (!contentId.matches("[a-z0-9-]{1,32}")) {
                throw new DocumentException("content id is not [a-z0-9-]{1,32}");
            }
        }
    }

    /**
     * Beside the document, as one ciphertext file (see {@link AttachmentCipher}).
     *
     * <p>The key makes this record a secret: it stands only inside the encrypted document.
     *
     * @param key 32 bytes, for this attachment alone; closing it destroys the record's use
     * @param cipherSha256 SHA-256 of the ciphertext file, which is also its name on the wire
     * @param cipherSize length of the ciphertext file in bytes
     */
    record Detached(SecretBytes key, Digest cipherSha256, long cipherSize) implements Location {
        /** Checks the length of the key and the size. */
        public Detached {
            if (key.length() != AttachmentSizes.KEY) {
                throw new DocumentException("attachment key has not 32 bytes");
            }
            if (cipherSize < 1 || cipherSize > AttachmentSizes.MAX_CIPHER) {
                throw new DocumentException("attachment ciphertext size is out of range");
            }
        }
    }
}
