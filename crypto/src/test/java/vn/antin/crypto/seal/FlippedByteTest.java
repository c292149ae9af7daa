package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.policies.label.Level;

/** One changed bit, in every byte. */
class FlippedByteTest {
    private final Sealing world = new Sealing();
    private final Document document = Documents.message(Level.MAT, "một tin ngắn");

    @Test
    void of_an_outer_signature_is_refused() {
        byte[] outer = world.seal(document).outerSignature();
        var trust = world.there.trustStore();
        for (int i = 0; i < outer.length; i++) {
            byte[] flipped = outer.clone();
            flipped[i] ^= 1;
            boolean accepted;
            try {
                accepted = OuterSignature.verify(flipped, trust, Sealing.AT) != null;
            } catch (SealProblem e) {
                accepted = false;
            }
            assertThat(accepted).as("byte %d", i).isFalse();
        }
    }

    @Test
    void of_an_inner_signature_is_refused() throws SealProblem {
        byte[] inner = world.opened(document).innerSignedData();
        var trust = world.there.trustStore();
        for (int i = 0; i < inner.length; i++) {
            byte[] flipped = inner.clone();
            flipped[i] ^= 4;
            boolean accepted;
            try {
                CmsSignature signature = CmsSignature.verified(flipped).complete();
                accepted =
                        vn.antin.crypto.cert.CertificatePath.verify(
                                        trust,
                                        signature.certificate(),
                                        vn.antin.crypto.cert.CertificateProfile.SIGNATURE,
                                        Sealing.AT)
                                != null;
            } catch (CmsException | vn.antin.crypto.cert.CertificateProblem e) {
                accepted = false;
            }
            assertThat(accepted).as("byte %d", i).isFalse();
        }
    }

    @Test
    void of_an_envelope_is_refused_even_when_it_is_signed_again() throws SealProblem {
        byte[] inner = world.inner(document.toMime(), world.innerFields(document));
        byte[] envelope =
                vn.antin.crypto.bc.cms.CmsEnvelope.seal(
                        inner, java.util.List.of(world.recipient.encryption()), Sealing.RANDOM);
        for (int i = 0; i < envelope.length; i++) {
            byte[] flipped = envelope.clone();
            flipped[i] ^= 1;
            boolean opened;
            try {
                opened =
                        vn.antin.crypto.bc.cms.CmsEnvelope.open(
                                        flipped, world.recipient.vault()::decryptionKey)
                                != null;
            } catch (CmsException e) {
                opened = false;
            }
            assertThat(opened).as("byte %d", i).isFalse();
        }
    }
}
