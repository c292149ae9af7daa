package vn.antin.sdk.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Connections to one gateway: TLS 1.3 only, with the caller's certificate, and only to the endpoint
 * that is expected. Thread-safe.
 *
 * <p>Calls block. Every call is safe to repeat (the API is idempotent), so a call whose connection
 * broke is tried again, twice, after a short pause.
 */
public final class HttpsTransport implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final URI gateway;
    private final HttpClient client;
    private volatile @Nullable Instant date;

    /**
     * Opens no connection yet.
     *
     * @param gateway its address, {@code https://host:port}
     * @param expected the endpoint that must answer there
     * @param key the caller's key and certificate
     * @param trust the trust store of the moment, asked at each new connection
     * @param clock for the validity of certificates
     */
    public HttpsTransport(
            URI gateway,
            EndpointId expected,
            X509ExtendedKeyManager key,
            Supplier<TrustStore> trust,
            InstantSource clock) {
        this(gateway, key, certificate -> verify(certificate, expected, trust.get(), clock));
    }

    /** With a check of its own. */
    HttpsTransport(URI gateway, X509ExtendedKeyManager key, ServerIdentity.Check check) {
        if (!"https".equals(gateway.getScheme())) {
            throw new IllegalArgumentException("a gateway's address begins with https://");
        }
        this.gateway = gateway;
        this.client = client(key, check);
    }

    static void verify(
            X509Certificate certificate,
            EndpointId expected,
            TrustStore trust,
            InstantSource clock) {
        try {
            VerifiedIdentity identity =
                    CertificatePath.verify(
                            trust, certificate, CertificateProfile.TLS, clock.instant());
            if (!identity.endpoint().equals(expected)) {
                throw new GatewayMisbehaved(
                        GatewayMisbehaved.Reason.WRONG_ENDPOINT,
                        "expected " + expected + ", found " + identity.endpoint(),
                        null);
            }
        } catch (CertificateProblem e) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.CERTIFICATE,
                    "the gateway's certificate: " + e.getMessage(),
                    e);
        }
    }

    private static HttpClient client(X509ExtendedKeyManager key, ServerIdentity.Check check) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {key}, new TrustManager[] {new ServerIdentity(check)}, null);
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .sslContext(context)
                    .sslParameters(parameters)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has TLS 1.3", e);
        }
    }

    /** The address. */
    public URI gateway() {
        return gateway;
    }

    /**
     * Makes a call.
     *
     * @throws GatewayException when there is no answer below 400
     * @throws KeyException when the caller's token fails in the handshake
     */
    public Reply exchange(Call call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(call);
            } catch (GatewayUnavailable e) {
                if (attempt == ATTEMPTS || e.reason() != GatewayUnavailable.Reason.BROKEN) {
                    throw e;
                }
                pause(PAUSE.multipliedBy(attempt));
            }
        }
    }

    private Reply once(Call call) {
        HttpResponse<byte[]> response =
                await(
                        client.sendAsync(request(call), info -> new LimitedBody(limit(call, info))),
                        call.timeout());
        response.headers()
                .firstValue("Date")
                .flatMap(HttpsTransport::moment)
                .ifPresent(at -> date = at);
        if (response.statusCode() >= 400) {
            throw new GatewayProblem(problem(response.statusCode(), response.body()));
        }
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** A date that cannot be read says nothing. */
    private static Optional<Instant> moment(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What time it was at the gateway at its last answer, to the second (RFC 9110 6.6.1). */
    public Optional<Instant> date() {
        return Optional.ofNullable(date);
    }

    /** Sends a request whose body is handled as it comes. */
    <T> HttpResponse<T> stream(Call call, HttpResponse.BodyHandler<T> handler) {
        return await(client.sendAsync(request(call), handler), call.timeout());
    }

    private static int limit(Call call, HttpResponse.ResponseInfo info) {
        return info.statusCode() >= 400 ? Api.MAX_SMALL_BODY : call.maxAnswer();
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(call.path()))
                        .method(
                                call.method(),
                                call.body()
                                        .map(b ->
                                                BodyPublishers.ofByteArray(
                                                        b.bytes(), 0, b.length()))
                                        .orElse(BodyPublishers.noBody()));
        call.body().ifPresent(body -> request.header("Content-Type", body.type()));
        call.headers().forEach(request::header);
        return request.build();
    }

    /** The problem in an answer; what is not one becomes one, so that callers see one kind. */
    static Problem problem(int status, byte[] body) {
        try {
            return Problem.fromJson(JsonObject.parse(body));
        } catch (JsonException e) {
            ProblemCode code =
                    switch (status) {
                        case 401 -> ProblemCode.UNAUTHENTICATED;
                        case 403 -> ProblemCode.FORBIDDEN;
                        case 404 -> ProblemCode.NOT_FOUND;
                        case 409 -> ProblemCode.CONFLICT;
                        case 413 -> ProblemCode.TOO_LARGE;
                        case 503 -> ProblemCode.UNAVAILABLE;
                        case 507 -> ProblemCode.DISK_FULL;
                        default -> status < 500 ? ProblemCode.MALFORMED : ProblemCode.INTERNAL;
                    };
            return Problem.of(code, "HTTP " + status, "HTTP " + status);
        }
    }

    private static <T> T await(CompletableFuture<T> answer, Duration timeout) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new GatewayUnavailable(
                    GatewayUnavailable.Reason.TIMEOUT,
                    "no answer within " + timeout.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new GatewayUnavailable(
                    GatewayUnavailable.Reason.BROKEN, "the call was interrupted", e);
        } catch (ExecutionException e) {
            throw translate(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Says by the chain of causes who is at fault. */
    private static RuntimeException translate(Throwable failure) {
        boolean tls = false;
        boolean alert = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ServerIdentity.Refused refused -> {
                    return refused.why();
                }
                case KeyException key -> {
                    return key;
                }
                case LimitedBody.TooLong tooLong -> {
                    return new GatewayMisbehaved(
                            GatewayMisbehaved.Reason.BAD_ANSWER,
                            "the gateway's answer is too long",
                            tooLong);
                }
                case HttpConnectTimeoutException timeout -> {
                    return new GatewayUnavailable(
                            GatewayUnavailable.Reason.CANNOT_CONNECT, "no answer", timeout);
                }
                case ConnectException refused -> {
                    return new GatewayUnavailable(
                            GatewayUnavailable.Reason.CANNOT_CONNECT, "cannot connect", refused);
                }
                case SSLException ssl -> {
                    tls = true;
                    alert |= String.valueOf(ssl.getMessage()).contains("Received fatal alert");
                }
                default -> {
                    // Look further down.
                }
            }
        }
        if (alert) {
            return new GatewayUnavailable(
                    GatewayUnavailable.Reason.CERTIFICATE_REFUSED,
                    "the gateway does not take our certificate",
                    failure);
        }
        if (tls || failure instanceof EOFException || failure instanceof IOException) {
            return new GatewayUnavailable(
                    GatewayUnavailable.Reason.BROKEN, "the connection broke", failure);
        }
        return new IllegalStateException("an unexpected failure of the connection", failure);
    }

    static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayUnavailable(
                    GatewayUnavailable.Reason.BROKEN, "the call was interrupted", e);
        }
    }

    /** Drops the connections. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
