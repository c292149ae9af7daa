package vn.antin.sdk.enrol;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.Signer;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Gives an enrolled card new keys and certificates. The custodian calls the gateway, the card is
 * the officer's.
 *
 * <p>The order is for cards whose slots hold one key each: the decryption key so far is brought to
 * safety before anything is made; the authentication key so far signs for the new signature key
 * before it is replaced itself; the certificates come last. After each step the journal knows it; a
 * step that the journal does not know is done again. So a renewal that breaks off anywhere is
 * carried on by the same call.
 */
public final class Renewer {
    private static final String OLD_AUTHENTICATION = "oldAuthentication";
    private static final String OLD_ENCRYPTION = "oldEncryption";
    private static final String BY_OLD_KEY = "byOldKey";
    private static final String BY_NEW_KEY = "byNewKey";
    private static final String CHALLENGE = "challenge";

    /** What is asked of the gateway, as the key custodian. */
    public interface Gateway {
        /** Begins a renewal. */
        Enrolment.Challenge renew(EndpointId endpoint, Enrolment.Renewal renewal);

        /** Ends it. */
        Enrolment.Result prove(EndpointId endpoint, String renewal, Enrolment.Proof proof);

        /** The API of a gateway. */
        static Gateway of(GatewayClient client) {
            return new Gateway() {
                @Override
                public Enrolment.Challenge renew(EndpointId endpoint, Enrolment.Renewal renewal) {
                    return client.renew(endpoint, renewal);
                }

                @Override
                public Enrolment.Result prove(
                        EndpointId endpoint, String renewal, Enrolment.Proof proof) {
                    return client.proveRenewal(endpoint, renewal, proof);
                }
            };
        }
    }

    private final Gateway custodian;
    private final RenewableCard card;
    private final RenewalJournal journal;

    /**
     * With the gateway as a key custodian calls it, the officer's card, and what was done before.
     */
    public Renewer(Gateway custodian, RenewableCard card, RenewalJournal journal) {
        this.custodian = custodian;
        this.card = card;
        this.journal = journal;
    }

    /**
     * Renews.
     *
     * @param endpoint whose card it is
     * @param subject its name as enrolled
     * @param keepOldKey whether the decryption key so far must stay usable; otherwise it is lost
     *     when the card has no place for it, and with it what was encrypted to it
     * @param check of the new certificates, before they are written
     * @throws KeyException UNSUPPORTED when the card cannot keep its decryption key
     * @throws GatewayMisbehaved when the certificates are not for the keys on the card
     * @throws vn.antin.sdk.transport.GatewayProblem when the gateway refuses
     */
    public Enrolment.Result renew(
            EndpointId endpoint,
            Subject subject,
            boolean keepOldKey,
            Consumer<Enrolment.Result> check)
            throws IOException {
        X509Certificate authentication = begin();
        if (journal.get(KeyLabel.ENCRYPTION).isEmpty()) {
            keep(keepOldKey);
        }
        PublicKey encryption = key(KeyLabel.ENCRYPTION);
        PublicKey signature = key(KeyLabel.SIGNATURE);
        byte[] byOldKey =
                signed(
                        BY_OLD_KEY,
                        () -> card.signerSoFar(authentication),
                        Enrolment.Consent.oldKeySigns(endpoint, signature, encryption));
        PublicKey fresh = key(KeyLabel.AUTHENTICATION);
        byte[] byNewKey =
                signed(
                        BY_NEW_KEY,
                        () -> card.signer(KeyLabel.SIGNATURE, signature),
                        Enrolment.Consent.newKeySigns(endpoint, fresh));
        Enrolment.Result result =
                certified(
                        endpoint,
                        encryption,
                        () ->
                                new Enrolment.Renewal(
                                        request(subject, KeyLabel.SIGNATURE, signature),
                                        request(subject, KeyLabel.AUTHENTICATION, fresh),
                                        encryption.getEncoded(),
                                        Optional.of(new Enrolment.Consent(byOldKey, byNewKey)),
                                        Optional.empty()));
        require(result.signatureCertificate(), signature);
        require(result.authenticationCertificate(), fresh);
        X509Certificate forEncryption = Enroller.encryption(result);
        require(forEncryption, encryption);
        check.accept(result);
        card.install(KeyLabel.SIGNATURE, result.signatureCertificate());
        card.install(KeyLabel.AUTHENTICATION, result.authenticationCertificate());
        card.install(KeyLabel.ENCRYPTION, forEncryption);
        journal.clear();
        return result;
    }

    /** Notes the certificates so far, since the card forgets them on the way. */
    private X509Certificate begin() throws IOException {
        if (journal.get(OLD_AUTHENTICATION).isEmpty()) {
            journal.put(OLD_ENCRYPTION, Certificates.der(onCard(KeyLabel.ENCRYPTION)));
            journal.put(OLD_AUTHENTICATION, Certificates.der(onCard(KeyLabel.AUTHENTICATION)));
        }
        return certificate(OLD_AUTHENTICATION);
    }

    private void keep(boolean must) throws IOException {
        try {
            card.keep(certificate(OLD_ENCRYPTION), journal);
        } catch (KeyException e) {
            boolean noPlace = e.reason() == KeyException.Reason.UNSUPPORTED;
            if (must && noPlace) {
                journal.clear();
            }
            // The key is gone when one was made in its place before the journal knew it.
            boolean gone = e.reason() == KeyException.Reason.NO_SUCH_KEY;
            if (must || !(noPlace || gone)) {
                throw e;
            }
        }
    }

    private X509Certificate onCard(String label) {
        return card.certificate(label)
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the card has no certificate \"" + label + "\"",
                                null));
    }

    private X509Certificate certificate(String name) throws IOException {
        try {
            return Certificates.parse(journal.get(name).orElse(new byte[0]));
        } catch (CertificateProblem e) {
            throw new IOException("the journal of the renewal is damaged", e);
        }
    }

    private PublicKey key(String label) throws IOException {
        Optional<byte[]> known = journal.get(label);
        if (known.isPresent()) {
            return parsed(known.get());
        }
        PublicKey made = card.generate(label);
        journal.put(label, made.getEncoded());
        return made;
    }

    private static PublicKey parsed(byte[] spki) throws IOException {
        try {
            return PublicKeys.parse(spki);
        } catch (IllegalArgumentException e) {
            throw new IOException("the journal of the renewal is damaged", e);
        }
    }

    private byte[] signed(String name, Supplier<Signer> key, byte[] statement) throws IOException {
        Optional<byte[]> known = journal.get(name);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] signature = key.get().sign(statement);
        journal.put(name, signature);
        return signature;
    }

    private byte[] request(Subject subject, String label, PublicKey key) {
        return CertificationRequest.create(subject, card.signer(label, key));
    }

    /** One that was begun before is ended, unless the gateway forgot it or finds it too old. */
    private Enrolment.Result certified(
            EndpointId endpoint, PublicKey encryption, Supplier<Enrolment.Renewal> request)
            throws IOException {
        Optional<byte[]> before = journal.get(CHALLENGE);
        if (before.isPresent()) {
            try {
                return proved(
                        endpoint,
                        Enrolment.Challenge.fromJson(JsonObject.parse(before.get())),
                        encryption);
            } catch (GatewayProblem e) {
                if (e.code() != ProblemCode.CONFLICT && e.code() != ProblemCode.NOT_FOUND) {
                    throw e;
                }
            }
        }
        Enrolment.Challenge begun = custodian.renew(endpoint, request.get());
        journal.put(CHALLENGE, begun.toJson().canonicalBytes());
        return proved(endpoint, begun, encryption);
    }

    private Enrolment.Result proved(
            EndpointId endpoint, Enrolment.Challenge challenge, PublicKey encryption) {
        byte[] answer;
        try {
            answer =
                    EncryptionKeyChallenge.answer(
                            challenge.challenge(),
                            card.decryptionKey(KeyLabel.ENCRYPTION, encryption));
        } catch (CertificateProblem e) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.BAD_ANSWER, "the challenge is not to our key", e);
        }
        try {
            return custodian.prove(endpoint, challenge.id(), new Enrolment.Proof(answer));
        } finally {
            Arrays.fill(answer, (byte) 0);
        }
    }

    private static void require(X509Certificate certificate, PublicKey key) {
        if (!certificate.getPublicKey().equals(key)) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.BAD_ANSWER, "a certificate for another key", null);
        }
    }
}
