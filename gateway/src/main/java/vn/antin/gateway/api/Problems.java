package vn.antin.gateway.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.key.KeyException;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/**
 * The only map from errors to HTTP: every failure becomes a problem document (RFC 9457) with a
 * stable code, Vietnamese first and English beside it. Faults are told in the log only.
 * Thread-safe.
 */
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());
    private static final ResourceBundle VIETNAMESE = bundle("vi");
    private static final ResourceBundle ENGLISH = bundle("en");

    private static final Pattern FIELD = Pattern.compile("field \"([^\"]{1,64})\"");

    private Problems() {}

    /** Answers a request that failed, unless the answer has begun. */
    static void answer(HttpServerExchange exchange, Throwable failure) {
        Refused refused = refusal(failure);
        log(exchange, refused, failure);
        if (exchange.isResponseStarted()) {
            exchange.setPersistent(false);
            exchange.endExchange();
            return;
        }
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        }
        byte[] body = problem(refused).toJson().canonicalBytes();
        exchange.setStatusCode(refused.code().status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Api.PROBLEM_JSON);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.setResponseContentLength(body.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** The problem document. */
    static Problem problem(Refused refused) {
        return new Problem(
                refused.code(),
                text(VIETNAMESE, refused),
                text(ENGLISH, refused),
                refused.reasons().stream()
                        .map(r ->
                                new Problem.Reason(
                                        r.code(),
                                        r.vietnamese(),
                                        r.english(),
                                        r.legalBasis(),
                                        r.legalBasisEn()))
                        .toList(),
                refused.evidence());
    }

    /** What the caller is told about any failure. */
    static Refused refusal(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case Refused refused -> refused;
            case JsonException e -> json(e);
            case RequestTooBigException e ->
                    Refused.because(e, ProblemCode.TOO_LARGE, "body", Api.MAX_SMALL_BODY);
            case IOException e when noSpace(e) -> Refused.because(e, ProblemCode.DISK_FULL, "disk");
            case StoreException e -> store(e);
            case KeyException e -> Refused.because(e, ProblemCode.UNAVAILABLE, "token");
            default -> Refused.because(cause, ProblemCode.INTERNAL, "fault");
        };
    }

    /** The message is English; the field that it names, if it does, is said in Vietnamese too. */
    private static Refused json(JsonException e) {
        String message = String.valueOf(e.getMessage());
        Matcher field = FIELD.matcher(message);
        return field.find()
                ? Refused.because(e, ProblemCode.MALFORMED, "json-field", field.group(1), message)
                : Refused.because(e, ProblemCode.MALFORMED, "json", message);
    }

    private static Refused store(StoreException e) {
        return switch (e.reason()) {
            case DISK_FULL -> Refused.because(e, ProblemCode.DISK_FULL, "disk");
            case BUSY, CLOSED -> Refused.because(e, ProblemCode.UNAVAILABLE, "busy");
            case SIGNER_UNAVAILABLE -> Refused.because(e, ProblemCode.UNAVAILABLE, "token");
            case CONFLICT, ILLEGAL_TRANSITION -> Refused.because(e, ProblemCode.CONFLICT, "store");
            case NOT_FOUND -> Refused.because(e, ProblemCode.NOT_FOUND, "store");
            case OFFSET_MISMATCH -> Refused.because(e, ProblemCode.OFFSET_MISMATCH, "store");
            case DIGEST_MISMATCH -> Refused.because(e, ProblemCode.DIGEST_MISMATCH, "store");
            case CORRUPT, SCHEMA, DEVICE_FAILURE ->
                    Refused.because(e, ProblemCode.INTERNAL, "fault");
        };
    }

    private static boolean noSpace(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota");
    }

    private static void log(HttpServerExchange exchange, Refused refused, Throwable failure) {
        if (refused.code() == ProblemCode.INTERNAL) {
            LOG.log(Level.ERROR, "fault in " + exchange.getRequestMethod(), failure);
        } else {
            LOG.log(
                    Level.INFO,
                    "refused {0} {1}: {2}",
                    exchange.getRequestMethod(),
                    exchange.getRequestPath(),
                    refused.getMessage());
        }
    }

    private static String text(ResourceBundle bundle, Refused refused) {
        String key = refused.code().code() + "." + refused.key();
        try {
            return new MessageFormat(bundle.getString(key), Locale.ROOT)
                    .format(refused.arguments().toArray());
        } catch (MissingResourceException e) {
            throw new AssertionError("no text for " + key, e);
        }
    }

    private static ResourceBundle bundle(String language) {
        return ResourceBundle.getBundle(
                "vn.antin.gateway.api.problems",
                Locale.forLanguageTag(language),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
