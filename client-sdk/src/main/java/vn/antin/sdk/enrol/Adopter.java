package vn.antin.sdk.enrol;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.Signer;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.wire.Adoption;
import vn.antin.sdk.wire.Enrolment;

/**
 * Enrols a person with a card that others made: its one key signs, logs in and, when it can,
 * decrypts. Nothing is written to the card. The custodian calls the gateway, the card is the
 * person's. Done again with the same key, it gives new certificates.
 */
public final class Adopter {
    private final GatewayClient custodian;

    /** With the client of a key custodian. */
    public Adopter(GatewayClient custodian) {
        this.custodian = custodian;
    }

    /**
     * Enrols.
     *
     * @param key the card's key
     * @param decryption the same key, when the card really decrypts RSA-OAEP and the key is long
     *     enough; otherwise the card only signs
     * @param adoption the outside certificate for the key
     * @throws GatewayMisbehaved when the certificates are not for the key on the card
     * @throws vn.antin.sdk.transport.GatewayProblem when the gateway refuses
     */
    public Enrolment.Result adopt(
            Enroller.Person person,
            Signer key,
            Optional<DecryptionKey> decryption,
            Adoption adoption) {
        byte[] request = CertificationRequest.create(person.subject(), key);
        Enrolment.Challenge challenge =
                custodian.enrol(
                        new Enrolment.Request(
                                person.name(),
                                person.commonName(),
                                person.unit(),
                                person.roles(),
                                person.clearance(),
                                person.workstation(),
                                request,
                                request,
                                decryption.map(d -> d.publicKey().getEncoded()),
                                Optional.of(adoption)));
        byte[] answer =
                decryption.map(d -> Enroller.answer(challenge, d)).orElseGet(() -> new byte[0]);
        EndpointId endpoint = new EndpointId(person.organization(), person.name());
        byte[] signature = key.sign(adoption.cardSigns(endpoint, challenge.id()));
        Enrolment.Result result =
                custodian.prove(
                        challenge.id(), new Enrolment.Proof(answer, Optional.of(signature)));
        Arrays.fill(answer, (byte) 0);
        check(result, key.publicKey(), decryption.isPresent());
        return result;
    }

    private static void check(Enrolment.Result result, PublicKey key, boolean decrypts) {
        Enroller.require(result.signatureCertificate(), key);
        Enroller.require(result.authenticationCertificate(), key);
        result.encryptionCertificate().ifPresent(c -> Enroller.require(c, key));
        if (result.encryptionCertificate().isPresent() != decrypts) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.BAD_ANSWER,
                    "another set of certificates than was asked for",
                    null);
        }
    }
}
