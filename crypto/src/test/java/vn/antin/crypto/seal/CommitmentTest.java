package vn.antin.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.cms.OddSigner;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.Documents;
import vn.antin.crypto.inspect.Inspector;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.OpenResult.Opened;
import vn.antin.crypto.seal.OpenResult.Refused;

/** Who signs says in which role: commitment-type-indication in the author's signature. */
class CommitmentTest {
    private final Sealing world = new Sealing();
    private final Document document = Documents.full();

    private Opened opened(SealRequest request) throws SealProblem {
        Sealed sealed = Sealer.seal(request);
        return (Opened) world.open(sealed.outerSignature(), sealed.envelope());
    }

    private OpenResult open(byte[] inner) throws SealProblem {
        byte[] envelope = world.envelope(inner);
        return world.open(world.outerSignature(document, envelope), envelope);
    }

    private void assertMalformed(byte[] inner) throws SealProblem {
        assertThat(open(inner))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(SealProblem.Reason.MALFORMED));
    }

    @ParameterizedTest
    @CsvSource({
        "PROOF_OF_CREATION, proofOfCreation",
        "PROOF_OF_APPROVAL, proofOfApproval",
        "PROOF_OF_SENDER, proofOfSender"
    })
    void the_role_is_signed_shown_to_the_recipient_and_described(Commitment role, String code)
            throws Exception {
        Opened opened = opened(world.request(document, world.recipient).as(role));
        assertThat(opened.signed().commitment()).contains(role);
        assertThat(role.code()).isEqualTo(code);
        assertThat(Commitment.ofCode(code)).contains(role);
        assertThat(Inspector.inspect(opened.innerSignedData()).orElseThrow().toString())
                .contains(code);
    }

    @Test
    void who_says_nothing_signs_as_the_author() throws Exception {
        assertThat(opened(world.request(document, world.recipient)).signed().commitment())
                .contains(Commitment.PROOF_OF_CREATION);
    }

    @Test
    void a_document_of_old_without_a_commitment_opens_and_claims_none() throws Exception {
        byte[] inner = world.inner(document.toMime(), world.innerFields(document));
        assertThat(((Opened) open(inner)).signed().commitment()).isEmpty();
    }

    @Test
    void nobody_signs_as_the_agency_with_an_own_card() throws Exception {
        assertThatThrownBy(() ->
                        Sealer.seal(
                                world.request(document, world.recipient)
                                        .as(Commitment.PROOF_OF_ORIGIN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertMalformed(
                world.inner(
                        document.toMime(),
                        world.innerFields(document).as(Commitment.PROOF_OF_ORIGIN)));
    }

    /** proofOfReceipt and a commitment of somebody's own: not understood, so not passed over. */
    @ParameterizedTest
    @CsvSource({"1.2.840.113549.1.9.16.6.2", "1.3.6.1.4.1.99999.1"})
    void another_commitment_is_refused(String type) throws Exception {
        byte[] inner =
                OddSigner.committing(
                        document.toMime(),
                        world.sender.vault().signer(KeyLabel.SIGNATURE),
                        world.sender.signature(),
                        Sealing.AT,
                        world.innerFields(document),
                        type);
        assertThat(CmsSignature.verified(inner).label()).isEqualTo(document.card().label());
        assertMalformed(inner);
        assertThat(Inspector.inspect(inner).orElseThrow().toString()).contains("unreadable");
    }
}
