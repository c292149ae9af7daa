package vn.antin.hsm.helper.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.token.PinRequest;
import vn.antin.hsm.token.PoolLimits;
import vn.antin.hsm.token.TokenStatus;

/** How the values of requests and answers about a token are written and read. */
public final class Codec {
    private Codec() {}

    /** What OPEN carries. */
    public record Opening(TokenConfig config, TokenOptions options) {}

    public static Frame opening(TokenConfig config, TokenOptions options) {
        var out = new Content.Writer();
        out.text(config.module().toString()).text(config.tokenLabel()).optional(config.serial());
        PoolLimits limits = options.limits();
        out.number(limits.sessions()).number(limits.waiting());
        out.number((int) limits.patience().toMillis());
        out.optional(options.module().initArguments()).flag(options.module().oneAtATime());
        out.number(options.module().vendorCodes().size());
        options.module()
                .vendorCodes()
                .forEach((standard, vendor) -> out.text("" + standard).text("" + vendor));
        for (TokenOptions.Quirk each : TokenOptions.Quirk.values()) {
            out.flag(options.quirks().contains(each));
        }
        Map<String, String> ids = options.names().map(KeyNames::ids).orElse(Map.of());
        out.flag(options.names().isPresent()).number(ids.size());
        ids.forEach((label, id) -> out.text(label).text(id));
        out.optional(options.names().flatMap(KeyNames::oneKey));
        return out.frame(Frame.Kind.OPEN);
    }

    public static Opening opening(Frame frame) throws IOException {
        try {
            return readOpening(frame);
        } catch (IllegalArgumentException e) {
            throw new Frame.MalformedException("an opening with " + e.getMessage());
        }
    }

    private static Opening readOpening(Frame frame) throws IOException {
        var in = new Content.Reader(frame);
        var config = new TokenConfig(Path.of(in.text()), in.text(), in.optional());
        var limits = new PoolLimits(in.number(), in.number(), Duration.ofMillis(in.number()));
        Optional<String> initArguments = in.optional();
        boolean oneAtATime = in.flag();
        Map<Long, Long> codes = new HashMap<>();
        for (int left = in.number(); left > 0; left--) {
            codes.put(Long.valueOf(in.text()), Long.valueOf(in.text()));
        }
        var module = new ModuleOptions(initArguments, oneAtATime, codes);
        var quirks = EnumSet.noneOf(TokenOptions.Quirk.class);
        for (TokenOptions.Quirk each : TokenOptions.Quirk.values()) {
            if (in.flag()) {
                quirks.add(each);
            }
        }
        boolean named = in.flag();
        Map<String, String> ids = new HashMap<>();
        for (int left = in.number(); left > 0; left--) {
            ids.put(in.text(), in.text());
        }
        Optional<String> oneKey = in.optional();
        in.end();
        Optional<KeyNames> names =
                named ? Optional.of(new KeyNames(ids, oneKey)) : Optional.empty();
        return new Opening(config, new TokenOptions(limits, quirks, module, names));
    }

    public static void status(Content.Writer out, TokenStatus status) {
        out.text(status.label()).text(status.serial()).text(status.manufacturer());
        out.text(status.model()).text(status.firmware());
        out.flag(status.pinCountLow()).flag(status.finalTry());
        out.flag(status.locked()).flag(status.pinPad());
    }

    public static TokenStatus status(Content.Reader in) throws IOException {
        return new TokenStatus(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.flag(), in.flag(),
                in.flag(), in.flag());
    }

    public static void identity(Content.Writer out, ModuleIdentity module) {
        out.text(module.manufacturer()).text(module.libraryVersion());
        out.text(module.tokenManufacturer()).text(module.tokenModel()).text(module.firmware());
        out.bytes(module.librarySha256().toBytes());
    }

    public static ModuleIdentity identity(Content.Reader in) throws IOException {
        return new ModuleIdentity(
                in.text(), in.text(), in.text(), in.text(), in.text(), Digest.ofValue(in.bytes()));
    }

    public static Frame pinWanted(PinRequest request) {
        var out = new Content.Writer();
        out.text(request.purpose().name());
        status(out, request.token());
        out.number(request.certificates().size());
        request.certificates().forEach(each -> out.bytes(encoded(each)));
        return out.frame(Frame.Kind.PIN_WANTED);
    }

    public static PinRequest pinWanted(Frame frame) throws IOException {
        var in = new Content.Reader(frame);
        PinRequest.Purpose purpose = in.oneOf(PinRequest.Purpose.class);
        TokenStatus token = status(in);
        var certificates = new ArrayList<X509Certificate>();
        for (int left = in.number(); left > 0; left--) {
            certificate(in).ifPresent(certificates::add);
        }
        in.end();
        return new PinRequest(token, purpose, certificates);
    }

    /** Says whether the library's file is to blame: an {@link IOException} is the cause then. */
    public static Frame failure(KeyException e) {
        return new Content.Writer()
                .text(e.reason().name())
                .number(e.triesLeft())
                .flag(e.getCause() instanceof IOException)
                .text(Optional.ofNullable(e.getMessage()).orElse(""))
                .frame(Frame.Kind.FAILED);
    }

    public static KeyException failure(Frame frame) throws IOException {
        var in = new Content.Reader(frame);
        KeyException.Reason reason = in.oneOf(KeyException.Reason.class);
        int triesLeft = in.number();
        boolean ofFile = in.flag();
        String message = in.text();
        in.end();
        return new KeyException(
                reason, message, triesLeft, ofFile ? new IOException(message) : null);
    }

    public static void publicKey(Content.Writer out, PublicKey key) {
        out.text(key.getAlgorithm()).bytes(key.getEncoded());
    }

    public static PublicKey publicKey(Content.Reader in) throws IOException {
        String algorithm = in.text();
        byte[] encoded = in.bytes();
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new Frame.MalformedException("a broken " + algorithm + " key");
        }
    }

    public static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the token shows a broken certificate", e);
        }
    }

    /** What the answer to CERTIFICATE carries. */
    public static Optional<X509Certificate> certificate(Content.Reader in) throws IOException {
        byte[] encoded = in.bytes();
        if (encoded.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (CertificateException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the token shows a broken certificate", e);
        }
    }
}
