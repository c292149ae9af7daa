package vn.antin.sdk.enrol;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Enrols a person: makes three keys on the card, proves their possession to the gateway, writes the
 * certificates to the card. The custodian calls the gateway, the card is the person's. Keys that an
 * attempt before has made are used, so that it can be repeated.
 */
public final class Enroller {
    private static final List<String> LABELS =
            List.of(KeyLabel.SIGNATURE, KeyLabel.AUTHENTICATION, KeyLabel.ENCRYPTION);

    private static final String CHALLENGE = "challenge";

    private final GatewayClient custodian;

    /** With the client of a key custodian. */
    public Enroller(GatewayClient custodian) {
        this.custodian = custodian;
    }

    /**
     * Who is enrolled.
     *
     * @param organization of the gateway
     * @param organizationName as in the gateway's certificate
     * @param name of the endpoint
     * @param commonName of the person
     * @param unit of the agency
     * @param roles at least one
     * @param clearance of the person
     * @param workstation that was inspected
     */
    public record Person(
            OrganizationId organization,
            String organizationName,
            String name,
            String commonName,
            Optional<String> unit,
            Set<Role> roles,
            Optional<Clearance> clearance,
            Optional<String> workstation) {
        /** Copies the roles. */
        public Person {
            roles = Set.copyOf(roles);
        }

        Subject subject() {
            return new Subject(organization, organizationName, unit, commonName, Optional.of(name));
        }
    }

    /**
     * Enrols.
     *
     * @throws GatewayMisbehaved when the certificates are not for the keys on the card
     * @throws vn.antin.sdk.transport.GatewayProblem when the gateway refuses
     */
    public Enrolment.Result enrol(Person person, Card card) {
        for (String label : LABELS) {
            if (!card.has(label)) {
                card.generate(label);
            }
        }
        DecryptionKey decryption = card.decryptionKey(KeyLabel.ENCRYPTION);
        Enrolment.Challenge challenge =
                custodian.enrol(
                        new Enrolment.Request(
                                person.name(),
                                person.commonName(),
                                person.unit(),
                                person.roles(),
                                person.clearance(),
                                person.workstation(),
                                CertificationRequest.create(
                                        person.subject(), card.signer(KeyLabel.SIGNATURE)),
                                CertificationRequest.create(
                                        person.subject(), card.signer(KeyLabel.AUTHENTICATION)),
                                decryption.publicKey().getEncoded()));
        byte[] answer = answer(challenge, decryption);
        Enrolment.Result result = custodian.prove(challenge.id(), new Enrolment.Proof(answer));
        Arrays.fill(answer, (byte) 0);
        check(result, card, decryption);
        card.writeCertificate(KeyLabel.SIGNATURE, result.signatureCertificate());
        card.writeCertificate(KeyLabel.AUTHENTICATION, result.authenticationCertificate());
        card.writeCertificate(KeyLabel.ENCRYPTION, encryption(result));
        return result;
    }

    /**
     * Replaces the card of an endpoint that is enrolled: its certificates so far are revoked.
     *
     * @param endpoint whose card is lost or broken
     * @param subject its name as enrolled
     * @param reason KEY_COMPROMISE for a lost card, SUPERSEDED for a broken one
     * @param card another card
     * @param journal knows what was begun when the same card is tried again
     * @param check of the new certificates, before they are written
     * @throws GatewayMisbehaved when the certificates are not for the keys on the card
     * @throws vn.antin.sdk.transport.GatewayProblem when the gateway refuses
     */
    public Enrolment.Result replace(
            EndpointId endpoint,
            Subject subject,
            RevocationReason reason,
            Card card,
            RenewalJournal journal,
            Consumer<Enrolment.Result> check)
            throws IOException {
        for (String label : LABELS) {
            if (!card.has(label)) {
                card.generate(label);
            }
        }
        DecryptionKey decryption = card.decryptionKey(KeyLabel.ENCRYPTION);
        Optional<Enrolment.Result> before = ended(endpoint, decryption, journal);
        Enrolment.Result result;
        if (before.isPresent()) {
            result = before.get();
        } else {
            Enrolment.Challenge challenge =
                    custodian.renew(
                            endpoint,
                            new Enrolment.Renewal(
                                    CertificationRequest.create(
                                            subject, card.signer(KeyLabel.SIGNATURE)),
                                    CertificationRequest.create(
                                            subject, card.signer(KeyLabel.AUTHENTICATION)),
                                    decryption.publicKey().getEncoded(),
                                    Optional.empty(),
                                    Optional.of(reason)));
            journal.put(CHALLENGE, challenge.toJson().canonicalBytes());
            byte[] answer = answer(challenge, decryption);
            result = custodian.proveRenewal(endpoint, challenge.id(), new Enrolment.Proof(answer));
            Arrays.fill(answer, (byte) 0);
        }
        check(result, card, decryption);
        check.accept(result);
        card.writeCertificate(KeyLabel.SIGNATURE, result.signatureCertificate());
        card.writeCertificate(KeyLabel.AUTHENTICATION, result.authenticationCertificate());
        card.writeCertificate(KeyLabel.ENCRYPTION, encryption(result));
        journal.clear();
        return result;
    }

    /** What was begun before with the same key, if anything. */
    private Optional<Enrolment.Result> ended(
            EndpointId endpoint, DecryptionKey decryption, RenewalJournal journal)
            throws IOException {
        Optional<byte[]> noted = journal.get(CHALLENGE);
        if (noted.isEmpty()) {
            return Optional.empty();
        }
        Enrolment.Challenge challenge = Enrolment.Challenge.fromJson(JsonObject.parse(noted.get()));
        try {
            byte[] answer = EncryptionKeyChallenge.answer(challenge.challenge(), decryption);
            return Optional.of(
                    custodian.proveRenewal(endpoint, challenge.id(), new Enrolment.Proof(answer)));
        } catch (CertificateProblem e) {
            return Optional.empty();
        } catch (GatewayProblem e) {
            if (e.code() == ProblemCode.CONFLICT || e.code() == ProblemCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static byte[] answer(Enrolment.Challenge challenge, DecryptionKey key) {
        try {
            return EncryptionKeyChallenge.answer(challenge.challenge(), key);
        } catch (CertificateProblem e) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.BAD_ANSWER, "the challenge is not to our key", e);
        }
    }

    private static void check(Enrolment.Result result, Card card, DecryptionKey decryption) {
        require(result.signatureCertificate(), card.signer(KeyLabel.SIGNATURE).publicKey());
        require(
                result.authenticationCertificate(),
                card.signer(KeyLabel.AUTHENTICATION).publicKey());
        require(encryption(result), decryption.publicKey());
    }

    /** The certificate of the encryption key that was asked for. */
    static X509Certificate encryption(Enrolment.Result result) {
        return result.encryptionCertificate()
                .orElseThrow(() ->
                        new GatewayMisbehaved(
                                GatewayMisbehaved.Reason.BAD_ANSWER,
                                "no certificate for the encryption key",
                                null));
    }

    static void require(X509Certificate certificate, java.security.PublicKey key) {
        if (!certificate.getPublicKey().equals(key)) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.BAD_ANSWER, "a certificate for another key", null);
        }
    }
}
