package vn.antin.gateway.enrol;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.DirectoryStore;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Takes the KEM keys that own endpoints state, for the quantum-safe layer. Who uses one checks the
 * statement again: the gateway only passes it on. Thread-safe.
 */
public final class KemKeyDesk {
    private final OrganizationId own;
    private final DirectoryStore store;
    private final Supplier<TrustStore> trust;
    private final Runnable news;
    private final InstantSource clock;

    /**
     * @param own the own agency
     * @param store where the directory is kept
     * @param trust the trust of the moment
     * @param news tells the peers that the directory changed
     * @param clock the time
     */
    public KemKeyDesk(
            OrganizationId own,
            DirectoryStore store,
            Supplier<TrustStore> trust,
            Runnable news,
            InstantSource clock) {
        this.own = own;
        this.store = store;
        this.trust = trust;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Replaces the endpoint's key; the same again has no effect.
     *
     * @param caller the endpoint itself, or a key custodian who just enrolled it
     * @throws Refused FORBIDDEN, NOT_FOUND, or BAD_SIGNATURE when the endpoint did not state it
     *     with the authentication key in use
     */
    public void publish(Caller caller, EndpointId endpoint, KemStatement statement) {
        if (!caller.endpoint().equals(endpoint)) {
            EnrolmentDesk.requireCustodian(caller);
        }
        if (!endpoint.organization().equals(own)) {
            throw Refused.of(ProblemCode.NOT_FOUND, "endpoint", endpoint);
        }
        if (!holds(endpoint, statement)) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "kem-key", endpoint);
        }
        boolean same =
                store.<Optional<KemStatement>>readDirectory(directory -> directory.kemKey(endpoint))
                        .filter(there -> there.toJson().equals(statement.toJson()))
                        .isPresent();
        if (!same) {
            EndpointId unused =
                    store.<EndpointId>commitDirectory(
                                    tx -> {
                                        tx.putKemKey(endpoint, Optional.of(statement));
                                        return endpoint;
                                    })
                            .join();
            news.run();
        }
    }

    private boolean holds(EndpointId endpoint, KemStatement statement) {
        Optional<X509Certificate> certificate =
                store.readDirectory(directory ->
                        Optional.ofNullable(
                                directory
                                        .certificates(endpoint)
                                        .get(CertificateProfile.AUTHENTICATION)));
        try {
            return certificate.isPresent()
                    && statement
                            .verified(
                                    CertificatePath.verify(
                                            trust.get(),
                                            certificate.get(),
                                            CertificateProfile.AUTHENTICATION,
                                            clock.instant()))
                            .filter(key -> key.endpoint().equals(endpoint))
                            .isPresent();
        } catch (CertificateProblem e) {
            return false;
        }
    }
}
