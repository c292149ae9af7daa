package vn.antin.sdk.wire;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/** Typed values from JSON fields; whatever does not parse is a {@link JsonException}. */
final class Fields {
    private Fields() {}

    static EndpointId endpoint(JsonObject json, String key) {
        return parsed(json, key, EndpointId::parse);
    }

    static List<EndpointId> endpoints(JsonObject json, String key) {
        try {
            return json.strings(key).stream().map(EndpointId::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new JsonException("field \"" + key + "\" is malformed", e);
        }
    }

    static int year(JsonObject json, String key) {
        long year = json.integer(key);
        if (year < 1900 || year > 9999) {
            throw new JsonException("field \"" + key + "\" must be a year");
        }
        return (int) year;
    }

    static Digest digest(JsonObject json, String key) {
        return parsed(json, key, Digest::parse);
    }

    static String uuid(JsonObject json, String key) {
        String text = json.string(key);
        if (!Api.isUuid(text)) {
            throw new JsonException("field \"" + key + "\" must be a lower-case UUID");
        }
        return text;
    }

    static LocalDate date(JsonObject json, String key) {
        try {
            return LocalDate.parse(json.string(key));
        } catch (DateTimeException e) {
            throw new JsonException("field \"" + key + "\" must be a date such as 2026-11-22", e);
        }
    }

    static long notNegative(JsonObject json, String key) {
        long number = json.integer(key);
        if (number < 0) {
            throw new JsonException("field \"" + key + "\" must not be negative");
        }
        return number;
    }

    static <T> T coded(JsonObject json, String key, Function<String, Optional<T>> ofCode) {
        return ofCode.apply(json.string(key))
                .orElseThrow(() -> new JsonException("field \"" + key + "\" has an unknown value"));
    }

    static Optional<RevocationReason> optionalReason(JsonObject json, String key) {
        return json.has(key)
                ? Optional.of(coded(json, key, RevocationReason::ofCode))
                : Optional.empty();
    }

    static <E extends Enum<E>> E constant(JsonObject json, String key, Class<E> type) {
        return parsed(json, key, text -> Enum.valueOf(type, text));
    }

    static <T> T parsed(JsonObject json, String key, Function<String, T> parse) {
        String text = json.string(key);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException("field \"" + key + "\" is malformed", e);
        }
    }

    static <T> List<T> each(JsonObject json, String key, Function<JsonObject, T> read) {
        return json.objects(key).stream().map(read).toList();
    }

    static X509Certificate certificate(JsonObject json, String key) {
        return certificate(key, json.bytes(key));
    }

    static Optional<X509Certificate> optionalCertificate(JsonObject json, String key) {
        return json.has(key) ? Optional.of(certificate(json, key)) : Optional.empty();
    }

    static Optional<byte[]> optionalBytes(JsonObject json, String key) {
        return json.has(key) ? Optional.of(json.bytes(key)) : Optional.empty();
    }

    static List<X509Certificate> certificates(JsonObject json, String key) {
        List<X509Certificate> result = new ArrayList<>();
        for (String text : json.strings(key)) {
            result.add(certificate(key, base64(key, text)));
        }
        return List.copyOf(result);
    }

    static List<X509CRL> crls(JsonObject json, String key) {
        List<X509CRL> result = new ArrayList<>();
        for (String text : json.strings(key)) {
            try {
                result.add(Certificates.parseCrl(base64(key, text)));
            } catch (CertificateProblem e) {
                throw new JsonException("field \"" + key + "\" must hold CRLs in DER", e);
            }
        }
        return List.copyOf(result);
    }

    static String base64(X509Certificate certificate) {
        return Base64.getEncoder().encodeToString(Certificates.der(certificate));
    }

    static String base64(X509CRL crl) {
        return Base64.getEncoder().encodeToString(Certificates.der(crl));
    }

    private static X509Certificate certificate(String key, byte[] der) {
        try {
            return Certificates.parse(der);
        } catch (CertificateProblem e) {
            throw new JsonException("field \"" + key + "\" must be a certificate in DER", e);
        }
    }

    private static byte[] base64(String key, String text) {
        return JsonObject.builder().put(key, text).build().bytes(key);
    }
}
