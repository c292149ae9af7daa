package vn.antin.crypto.receipt;

import java.time.Instant;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.ReceiptContent;
import vn.antin.crypto.bc.cms.ReceiptRequest;
import vn.antin.crypto.bc.cms.SignedFields;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.EndpointUri;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.SigningKey;

/**
 * Makes the signed receipt for a document that was opened. See docs/formats/receipt.md.
 *
 * <p>Before calling, the person has checked the document and pressed the button: this is the
 * signature of a person, not of a machine. Thread-safe.
 */
public final class SignedReceipt {
    private SignedReceipt() {}

    /** Whether the author asks this endpoint for a signed receipt. */
    public static boolean isAskedFrom(Opened opened, EndpointId endpoint) {
        return request(original(opened))
                .map(request -> request.receiptsFrom().contains(EndpointUri.of(endpoint)))
                .orElse(false);
    }

    /**
     * Signs, with one private-key operation.
     *
     * @return a CMS SignedData with an ESS Receipt inside
     * @throws IllegalStateException when the author did not ask the key's owner for a receipt
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static byte[] create(Opened opened, SigningKey signature, Instant at) {
        CmsSignature original = original(opened);
        Optional<ReceiptRequest> request = request(original);
        if (request.isEmpty()
                || !isAskedFrom(opened, Certificates.unverifiedEndpoint(signature.certificate()))) {
            throw new IllegalStateException("the author asks no receipt from this endpoint");
        }
        ReceiptContent receipt =
                new ReceiptContent(
                        original.contentType(),
                        request.get().signedContentIdentifier(),
                        original.signatureValue());
        return CmsSigner.receipt(
                receipt,
                signature.signer(),
                signature.certificate(),
                new SignedFields(
                        at,
                        opened.label(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(original.attributesDigest())));
    }

    private static CmsSignature original(Opened opened) {
        try {
            return CmsSignature.onDocument(opened.innerSignedData());
        } catch (CmsException e) {
            throw new AssertionError("what the opener gave out has verified", e);
        }
    }

    private static Optional<ReceiptRequest> request(CmsSignature original) {
        try {
            return original.receiptRequest();
        } catch (CmsException e) {
            throw new AssertionError("what the opener gave out was read before", e);
        }
    }
}
