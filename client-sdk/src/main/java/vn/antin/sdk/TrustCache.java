package vn.antin.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.wire.Deployment;
import vn.antin.sdk.wire.TrustBundle;

/**
 * The certificates, CRLs and log keys that a profile goes by: the anchor from its enrolment, the
 * rest as the gateway last gave it. Thread-safe.
 */
public final class TrustCache {
    private final Path file;
    private final X509Certificate anchor;
    private final AtomicReference<@Nullable TrustBundle> bundle = new AtomicReference<>();

    /** Reads what was kept; a file that cannot be read counts as none and is fetched again. */
    public TrustCache(Path file, X509Certificate anchor) throws IOException {
        this.file = file;
        this.anchor = anchor;
        if (Files.exists(file)) {
            try {
                bundle.set(TrustBundle.fromJson(JsonObject.parse(Files.readAllBytes(file))));
            } catch (JsonException e) {
                bundle.set(null);
            }
        }
    }

    /** Whether a bundle is there. */
    public boolean isEmpty() {
        return bundle.get() == null;
    }

    /** The anchor of the enrolment. */
    public X509Certificate anchor() {
        return anchor;
    }

    /** The trust store of the moment; only the anchor when nothing was fetched yet. */
    public TrustStore store() {
        TrustBundle now = bundle.get();
        return now == null
                ? new TrustStore(List.of(anchor), List.of(), List.of())
                : now.trustStore(anchor);
    }

    /**
     * Takes a newer bundle and keeps it.
     *
     * @throws SdkProblem ANCHOR_CHANGED when its anchor is not the one that is believed
     */
    public void update(TrustBundle fresh) throws IOException {
        if (!fresh.anchor().equals(anchor)) {
            throw new SdkProblem(SdkProblem.Code.ANCHOR_CHANGED);
        }
        bundle.set(fresh);
        DurableFiles.write(file, fresh.toJson().canonicalBytes());
    }

    /** What the gateway said of itself last; empty when nothing was fetched yet. */
    public Optional<Deployment> deployment() {
        return Optional.ofNullable(bundle.get()).map(TrustBundle::deployment);
    }

    /** The provider records of the agency; empty when there are none. */
    public String providers() {
        TrustBundle now = bundle.get();
        return now == null ? "" : now.providers();
    }

    /** The verifier key of this gateway's log, if it was given and can be read. */
    public Optional<LogKey> logKey(EndpointId gateway) {
        TrustBundle now = bundle.get();
        if (now == null) {
            return Optional.empty();
        }
        return now.logKeys().stream()
                .filter(key -> key.gateway().equals(gateway))
                .findFirst()
                .flatMap(key -> parse(key.vkey()));
    }

    private static Optional<LogKey> parse(String vkey) {
        try {
            return Optional.of(LogKey.parse(vkey));
        } catch (LogProblem | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
