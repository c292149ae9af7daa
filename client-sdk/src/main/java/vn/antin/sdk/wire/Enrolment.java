package vn.antin.sdk.wire;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;

/**
 * Messages of enrolling an endpoint: request, challenge, proof, result; and of suspending one.
 *
 * <p>The keys that sign prove themselves in their PKCS#10 requests; the key that decrypts does so
 * by answering a challenge that was encrypted to it (RFC 4211 4.3, indirect method). Arrays are not
 * copied.
 */
public final class Enrolment {
    private Enrolment() {}

    /**
     * POST {@link Api#ENROLMENTS}, by a key custodian.
     *
     * @param name of the endpoint within its organization
     * @param commonName of the person or service
     * @param unit of the agency
     * @param roles that the endpoint shall have
     * @param clearance of the person
     * @param workstation that was inspected for the person's work
     * @param signatureRequest PKCS#10 in DER, signed by the signature key
     * @param authenticationRequest PKCS#10 in DER, signed by the authentication key
     * @param encryptionKey SubjectPublicKeyInfo in DER
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Request(
            String name,
            String commonName,
            Optional<String> unit,
            Set<Role> roles,
            Optional<Clearance> clearance,
            Optional<String> workstation,
            byte[] signatureRequest,
            byte[] authenticationRequest,
            byte[] encryptionKey) {
        /** Copies the roles. */
        public Request {
            roles = Set.copyOf(roles);
        }

        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("name", name)
                            .put("commonName", commonName)
                            .putIfPresent("unit", unit)
                            .putStrings("roles", names(roles))
                            .putIfPresent("workstation", workstation)
                            .put("signatureRequest", signatureRequest)
                            .put("authenticationRequest", authenticationRequest)
                            .put("encryptionKey", encryptionKey);
            clearance.ifPresent(c ->
                    json.put(
                            "clearance",
                            JsonObject.builder()
                                    .put("level", c.level().code())
                                    .put("validUntil", c.validUntil().toString())
                                    .put("basis", c.basis())
                                    .build()));
            return json.build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Request fromJson(JsonObject json) {
            json.onlyKeys(
                    "name",
                    "commonName",
                    "unit",
                    "roles",
                    "clearance",
                    "workstation",
                    "signatureRequest",
                    "authenticationRequest",
                    "encryptionKey");
            return new Request(
                    json.string("name"),
                    json.string("commonName"),
                    json.optionalString("unit"),
                    roles(json),
                    json.optionalObject("clearance").map(Request::clearance),
                    json.optionalString("workstation"),
                    json.bytes("signatureRequest"),
                    json.bytes("authenticationRequest"),
                    json.bytes("encryptionKey"));
        }

        private static Clearance clearance(JsonObject json) {
            return new Clearance(
                    Fields.coded(json, "level", Level::ofCode),
                    Fields.date(json, "validUntil"),
                    json.string("basis"));
        }

        private static Set<Role> roles(JsonObject json) {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (String name : json.strings("roles")) {
                roles.add(
                        Role.ofCode(name)
                                .orElseThrow(() ->
                                        new JsonException("field \"roles\" has an unknown role")));
            }
            return roles;
        }

        private static List<String> names(Set<Role> roles) {
            List<String> names = new ArrayList<>();
            roles.forEach(role -> names.add(role.code()));
            names.sort(null);
            return names;
        }
    }

    /**
     * Answer to a {@link Request}.
     *
     * @param id of the enrolment, a UUID
     * @param challenge CMS EnvelopedData to the encryption key
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Challenge(String id, byte[] challenge) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder().put("id", id).put("challenge", challenge).build();
        }

        /** Reads the message. */
        public static Challenge fromJson(JsonObject json) {
            return new Challenge(Fields.uuid(json, "id"), json.bytes("challenge"));
        }
    }

    /**
     * POST {@link Api#enrolmentProof}.
     *
     * @param answer the 32 bytes that were in the challenge
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Proof(byte[] answer) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder().put("answer", answer).build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Proof fromJson(JsonObject json) {
            return new Proof(json.onlyKeys("answer").bytes("answer"));
        }
    }

    /**
     * Answer to a {@link Proof}; the same again when it is repeated.
     *
     * @param endpoint that was enrolled
     * @param signatureCertificate for the signature key
     * @param authenticationCertificate for the authentication key
     * @param encryptionCertificate for the encryption key
     * @param anchor the agency's CA
     */
    public record Result(
            EndpointId endpoint,
            X509Certificate signatureCertificate,
            X509Certificate authenticationCertificate,
            X509Certificate encryptionCertificate,
            X509Certificate anchor) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("endpoint", endpoint.toString())
                    .put("signatureCertificate", Certificates.der(signatureCertificate))
                    .put("authenticationCertificate", Certificates.der(authenticationCertificate))
                    .put("encryptionCertificate", Certificates.der(encryptionCertificate))
                    .put("anchor", Certificates.der(anchor))
                    .build();
        }

        /** Reads the message. */
        public static Result fromJson(JsonObject json) {
            return new Result(
                    Fields.endpoint(json, "endpoint"),
                    Fields.certificate(json, "signatureCertificate"),
                    Fields.certificate(json, "authenticationCertificate"),
                    Fields.certificate(json, "encryptionCertificate"),
                    Fields.certificate(json, "anchor"));
        }
    }

    /**
     * POST {@link Api#suspension}, by a key custodian.
     *
     * @param reason for the record
     * @param revoke whether the certificates are revoked too, which cannot be undone
     */
    public record Suspension(String reason, boolean revoke) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder().put("reason", reason).put("revoke", revoke).build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Suspension fromJson(JsonObject json) {
            json.onlyKeys("reason", "revoke");
            return new Suspension(json.string("reason"), json.bool("revoke"));
        }
    }
}
