package vn.antin.gateway.enrol;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.sdk.wire.Deployment;
import vn.antin.sdk.wire.TrustBundle;

/**
 * Whom this gateway believes now: its own authority, the cross certificates for active peers, and
 * the newest revocation list of each. Thread-safe; {@link #refresh} after every change.
 */
public final class TrustDesk implements Supplier<TrustStore> {
    private final X509Certificate anchor;
    private final EnrolStore store;
    private final EndpointId self;
    private final String logKey;
    private final Supplier<Deployment> deployment;
    private final String providers;
    private volatile TrustStore trust;
    private volatile TrustBundle bundle;

    /**
     * Reads the store once.
     *
     * @param anchor own CA
     * @param store where lists and peers are kept
     * @param self this gateway
     * @param logKey verifier key of the own log
     * @param deployment what this gateway says of itself now
     * @param providers the provider records, as text; empty without
     */
    public TrustDesk(
            X509Certificate anchor,
            EnrolStore store,
            EndpointId self,
            String logKey,
            Supplier<Deployment> deployment,
            String providers) {
        this.anchor = anchor;
        this.store = store;
        this.self = self;
        this.logKey = logKey;
        this.deployment = deployment;
        this.providers = providers;
        this.bundle = read();
        this.trust = trustStore(bundle, anchor);
    }

    /** The trust of the moment. */
    @Override
    public TrustStore get() {
        return trust;
    }

    /** The same, as clients and peers fetch it. */
    public TrustBundle bundle() {
        return bundle.with(deployment.get());
    }

    /** Reads the store again. */
    public synchronized void refresh() {
        TrustBundle fresh = read();
        bundle = fresh;
        trust = trustStore(fresh, anchor);
    }

    private static TrustStore trustStore(TrustBundle bundle, X509Certificate anchor) {
        return bundle.trustStore(anchor);
    }

    private TrustBundle read() {
        return store.readEnrolment(view -> {
            List<X509Certificate> intermediates = new ArrayList<>();
            List<X509CRL> crls = new ArrayList<>();
            List<TrustBundle.GatewayLogKey> keys = new ArrayList<>();
            view.crl().ifPresent(own -> crls.add(own.crl()));
            keys.add(new TrustBundle.GatewayLogKey(self, logKey));
            for (PeerRecord peer : view.directory().peers()) {
                if (peer.active()) {
                    intermediates.add(peer.cross());
                    intermediates.add(peer.ca());
                    peer.crl().ifPresent(crls::add);
                    keys.add(new TrustBundle.GatewayLogKey(peer.gateway(), peer.logKey().text()));
                }
            }
            return new TrustBundle(anchor, intermediates, crls, keys, deployment.get(), providers);
        });
    }
}
