package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.KeyRules;
import vn.antin.crypto.cert.Revoked;
import vn.antin.crypto.cert.Subject;

/**
 * The agency's certification authority at work: issues certificates with usual lives and keeps the
 * revocation list fresh. The CA key stays in the token. Thread-safe.
 */
public final class Authority {
    /** Life of an officer's certificates. */
    static final Duration OFFICER_LIFE = Duration.ofDays(2 * 365);

    /** Life of certificates of gateways and of cross certificates. */
    static final Duration GATEWAY_LIFE = Duration.ofDays(5 * 365);

    /** Certificates count from a little earlier, for clocks that are a little late. */
    private static final Duration BACKDATING = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(Authority.class.getName());

    private final CertificateIssuer issuer;
    private final EnrolStore store;
    private final InstantSource clock;
    private final Duration crlLife;

    /**
     * @param issuer with the CA key
     * @param store where issued certificates and lists are kept
     * @param clock the time
     * @param crlLife from thisUpdate to nextUpdate of a list
     */
    public Authority(
            CertificateIssuer issuer, EnrolStore store, InstantSource clock, Duration crlLife) {
        this.issuer = issuer;
        this.store = store;
        this.clock = clock;
        this.crlLife = crlLife;
    }

    /** The CA's own certificate. */
    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /** A certificate for a key whose possession was proved; the caller notes it in the store. */
    public X509Certificate issue(
            PublicKey key,
            Subject subject,
            CertificateProfile profile,
            Collection<String> tlsNames) {
        boolean gateway = subject.endpoint().map(id -> id.isGateway()).orElse(false);
        Instant to = to(gateway ? GATEWAY_LIFE : OFFICER_LIFE);
        boolean toItsEnd = !KeyRules.isStrong(key) && to.isAfter(KeyRules.END_OF_112_BITS);
        return issuer.issue(
                key, subject, profile, from(), toItsEnd ? KeyRules.END_OF_112_BITS : to, tlsNames);
    }

    /** A cross certificate over a peer's CA; the caller notes it in the store. */
    public X509Certificate crossCertify(X509Certificate peerCa) {
        return issuer.crossCertify(peerCa, from(), to(GATEWAY_LIFE));
    }

    private Instant from() {
        Instant usual = clock.instant().minus(BACKDATING).truncatedTo(ChronoUnit.SECONDS);
        Instant first = issuer.certificate().getNotBefore().toInstant();
        return usual.isBefore(first) ? first : usual;
    }

    private Instant to(Duration life) {
        Instant usual = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        Instant last = issuer.certificate().getNotAfter().toInstant();
        return usual.isAfter(last) ? last : usual;
    }

    /**
     * Makes and keeps a new list when there is none, when a third of its life has passed, or when
     * something was revoked that is not in it.
     *
     * @return whether there is a new one
     */
    public synchronized boolean refreshCrl() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<CrlRecord> current = store.readEnrolment(EnrolView::crl);
        // Expired ones stay: old signatures are checked with the newest list (RFC 5280 5, not
        // less).
        List<IssuedCertificate> revoked = store.readEnrolment(EnrolView::revoked);
        if (current.isPresent() && isFresh(current.get(), now) && lists(current.get(), revoked)) {
            return false;
        }
        BigInteger number =
                current.map(CrlRecord::number).orElse(BigInteger.ZERO).add(BigInteger.ONE);
        Instant next = now.plus(crlLife);
        X509CRL crl =
                issuer.crl(
                        number,
                        revoked.stream()
                                .flatMap(issued ->
                                        issued.revocation().stream().map(r -> revoked(issued, r)))
                                .toList(),
                        now,
                        next);
        store.commitEnrolment(
                        tx -> {
                            tx.putCrl(new CrlRecord(number, crl, now, next));
                            return number;
                        })
                .join();
        LOG.log(Level.INFO, "revocation list {0} with {1} entries", number, revoked.size());
        return true;
    }

    private static Revoked revoked(IssuedCertificate issued, IssuedCertificate.Revocation why) {
        return new Revoked(issued.certificate().getSerialNumber(), why.at(), why.reason());
    }

    private boolean isFresh(CrlRecord crl, Instant now) {
        return now.isBefore(crl.thisUpdate().plus(crlLife.dividedBy(3)))
                && now.isBefore(crl.nextUpdate());
    }

    private static boolean lists(CrlRecord crl, List<IssuedCertificate> revoked) {
        return revoked.stream()
                .allMatch(issued ->
                        crl.crl().getRevokedCertificate(issued.certificate().getSerialNumber())
                                != null);
    }
}
