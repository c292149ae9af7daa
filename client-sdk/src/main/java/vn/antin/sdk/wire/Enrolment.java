package vn.antin.sdk.wire;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;

/**
 * Messages of enrolling an endpoint and of renewing its keys: request, challenge, proof, result;
 * and of suspending one.
 *
 * <p>The keys that sign prove themselves in their PKCS#10 requests; the key that decrypts does so
 * by answering a challenge that was encrypted to it (RFC 4211 4.3, indirect method). The one key of
 * an adopted card signs for the enrolment besides. Arrays are not copied.
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
     * @param encryptionKey SubjectPublicKeyInfo in DER; empty for an adopted card that only signs
     * @param adoption of a card that others made
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
            Optional<byte[]> encryptionKey,
            Optional<Adoption> adoption) {
        /** Copies the roles; only an adopted card is without an encryption key. */
        public Request {
            roles = Set.copyOf(roles);
            if (encryptionKey.isEmpty() && adoption.isEmpty()) {
                throw new JsonException("field \"encryptionKey\" is missing");
            }
        }

        /** With three keys that the card made. */
        public Request(
                String name,
                String commonName,
                Optional<String> unit,
                Set<Role> roles,
                Optional<Clearance> clearance,
                Optional<String> workstation,
                byte[] signatureRequest,
                byte[] authenticationRequest,
                byte[] encryptionKey) {
            this(
                    name,
                    commonName,
                    unit,
                    roles,
                    clearance,
                    workstation,
                    signatureRequest,
                    authenticationRequest,
                    Optional.of(encryptionKey),
                    Optional.empty());
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
                            .put("authenticationRequest", authenticationRequest);
            encryptionKey.ifPresent(key -> json.put("encryptionKey", key));
            adoption.ifPresent(a -> json.put("adoption", a.toJson()));
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
                    "encryptionKey",
                    "adoption");
            return new Request(
                    json.string("name"),
                    json.string("commonName"),
                    json.optionalString("unit"),
                    roles(json),
                    json.optionalObject("clearance").map(Request::clearance),
                    json.optionalString("workstation"),
                    json.bytes("signatureRequest"),
                    json.bytes("authenticationRequest"),
                    Fields.optionalBytes(json, "encryptionKey"),
                    json.optionalObject("adoption").map(Adoption::fromJson));
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
     * POST {@link Api#renewals}, by a key custodian: new keys for an endpoint that is enrolled.
     * Either the card so far consents, or the custodian says why it is replaced.
     *
     * @param signatureRequest PKCS#10 in DER, signed by the new signature key
     * @param authenticationRequest PKCS#10 in DER, signed by the new authentication key
     * @param encryptionKey SubjectPublicKeyInfo in DER
     * @param consent by the authentication key so far
     * @param replace why the certificates so far are revoked: key_compromise for a lost card,
     *     superseded for a broken one
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Renewal(
            byte[] signatureRequest,
            byte[] authenticationRequest,
            byte[] encryptionKey,
            Optional<Consent> consent,
            Optional<RevocationReason> replace) {
        /** Refuses both and neither. */
        public Renewal {
            if (consent.isPresent() == replace.isPresent()) {
                throw new JsonException("a renewal has either a consent or a reason to replace");
            }
        }

        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("signatureRequest", signatureRequest)
                            .put("authenticationRequest", authenticationRequest)
                            .put("encryptionKey", encryptionKey)
                            .putIfPresent("replace", replace.map(RevocationReason::code));
            consent.ifPresent(c -> json.put("consent", c.toJson()));
            return json.build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Renewal fromJson(JsonObject json) {
            json.onlyKeys(
                    "signatureRequest",
                    "authenticationRequest",
                    "encryptionKey",
                    "consent",
                    "replace");
            return new Renewal(
                    json.bytes("signatureRequest"),
                    json.bytes("authenticationRequest"),
                    json.bytes("encryptionKey"),
                    json.optionalObject("consent").map(Consent::fromJson),
                    Fields.optionalReason(json, "replace"));
        }
    }

    /**
     * The card so far agrees to its new keys. In a chain, since a card may have to give up its old
     * keys one by one: the old authentication key signs for the new signature key and the new
     * encryption key, the new signature key signs for the new authentication key.
     *
     * @param byOldKey signature over {@link #oldKeySigns}
     * @param byNewKey signature over {@link #newKeySigns}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Consent(byte[] byOldKey, byte[] byNewKey) {
        private static final String CONTEXT = "antin-renewal-v1\n";

        /** What the authentication key so far signs. */
        public static byte[] oldKeySigns(
                EndpointId endpoint, PublicKey newSignatureKey, PublicKey newEncryptionKey) {
            return signed(
                    JsonObject.builder()
                            .put("endpoint", endpoint.toString())
                            .put("signatureKey", newSignatureKey.getEncoded())
                            .put("encryptionKey", newEncryptionKey.getEncoded()));
        }

        /** What the new signature key signs. */
        public static byte[] newKeySigns(EndpointId endpoint, PublicKey newAuthenticationKey) {
            return signed(
                    JsonObject.builder()
                            .put("endpoint", endpoint.toString())
                            .put("authenticationKey", newAuthenticationKey.getEncoded()));
        }

        /** The context keeps these signatures apart from every other that the keys make. */
        private static byte[] signed(JsonObject.Builder statement) {
            byte[] context = CONTEXT.getBytes(StandardCharsets.US_ASCII);
            byte[] json = statement.build().canonicalBytes();
            byte[] all = Arrays.copyOf(context, context.length + json.length);
            System.arraycopy(json, 0, all, context.length, json.length);
            return all;
        }

        JsonObject toJson() {
            return JsonObject.builder().put("byOldKey", byOldKey).put("byNewKey", byNewKey).build();
        }

        static Consent fromJson(JsonObject json) {
            json.onlyKeys("byOldKey", "byNewKey");
            return new Consent(json.bytes("byOldKey"), json.bytes("byNewKey"));
        }
    }

    /**
     * Answer to a {@link Request} or {@link Renewal}.
     *
     * @param id of the enrolment, a UUID
     * @param challenge CMS EnvelopedData to the encryption key; no byte when there is none
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
     * POST {@link Api#enrolmentProof} or {@link Api#renewalProof}.
     *
     * @param answer the 32 bytes that were in the challenge; none when there was no challenge
     * @param signature by an adopted card over {@link Adoption#cardSigns}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Proof(byte[] answer, Optional<byte[]> signature) {
        /** Of a card whose keys were made for us. */
        public Proof(byte[] answer) {
            this(answer, Optional.empty());
        }

        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json = JsonObject.builder().put("answer", answer);
            signature.ifPresent(s -> json.put("signature", s));
            return json.build();
        }

        /** Reads the message; unknown fields are refused. */
        public static Proof fromJson(JsonObject json) {
            json.onlyKeys("answer", "signature");
            return new Proof(json.bytes("answer"), Fields.optionalBytes(json, "signature"));
        }
    }

    /**
     * Answer to a {@link Proof}; the same again when it is repeated.
     *
     * @param endpoint that was enrolled
     * @param signatureCertificate for the signature key
     * @param authenticationCertificate for the authentication key
     * @param encryptionCertificate for the encryption key; empty for a card that only signs
     * @param anchor the agency's CA
     */
    public record Result(
            EndpointId endpoint,
            X509Certificate signatureCertificate,
            X509Certificate authenticationCertificate,
            Optional<X509Certificate> encryptionCertificate,
            X509Certificate anchor) {
        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("endpoint", endpoint.toString())
                            .put("signatureCertificate", Certificates.der(signatureCertificate))
                            .put(
                                    "authenticationCertificate",
                                    Certificates.der(authenticationCertificate))
                            .put("anchor", Certificates.der(anchor));
            encryptionCertificate.ifPresent(
                    c -> json.put("encryptionCertificate", Certificates.der(c)));
            return json.build();
        }

        /** Reads the message. */
        public static Result fromJson(JsonObject json) {
            return new Result(
                    Fields.endpoint(json, "endpoint"),
                    Fields.certificate(json, "signatureCertificate"),
                    Fields.certificate(json, "authenticationCertificate"),
                    Fields.optionalCertificate(json, "encryptionCertificate"),
                    Fields.certificate(json, "anchor"));
        }
    }
}
