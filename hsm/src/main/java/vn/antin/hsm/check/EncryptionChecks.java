package vn.antin.hsm.check;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.check.Check.Verdict;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.HashFunction;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.selftest.KnownAnswers;
import vn.antin.hsm.selftest.Software;

/** Agreeing, unwrapping, decrypting: what the token opens, the software closed. */
final class EncryptionChecks {
    private static final int AGREEMENTS = 5;
    private static final byte[] SECRET =
            "antin conformance test, 32 bytes".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LABEL = "antin".getBytes(StandardCharsets.US_ASCII);

    private EncryptionChecks() {}

    static List<Check> all() {
        return List.of(
                Check.function("ecdh.p256", bench -> agrees(bench, KeyKind.P256_AGREE)),
                Check.function("ecdh.p384", bench -> agrees(bench, KeyKind.P384_AGREE)),
                Check.required("ecdh.invalid-point", EncryptionChecks::invalidPoint),
                Check.function("oaep.sha256", EncryptionChecks::oaep),
                Check.trap("oaep.hashes", EncryptionChecks::oaepHashes),
                Check.function("rsa.raw", EncryptionChecks::raw),
                Check.function("wrap.rfc3394", EncryptionChecks::keyWrap),
                Check.trap("wrap.rfc5649", EncryptionChecks::keyWrapPad));
    }

    private static Template secret(long type) {
        return Template.ofKey(Template.SECRET_KEY, type)
                .with(Attribute.TOKEN, false)
                .with(Attribute.SENSITIVE, false)
                .with(Attribute.EXTRACTABLE, true);
    }

    private static long derived(Pkcs11Session session, TestKey key, byte[] point) {
        int size = Points.size((ECPublicKey) key.publicKey());
        return session.derive(
                Mechanism.ecdh(point),
                key.handle(),
                secret(Template.GENERIC_SECRET).with(Attribute.VALUE_LEN, (long) size));
    }

    private static byte[] derive(Bench bench, TestKey key, byte[] point) {
        return bench.in(
                false,
                session ->
                        session.bytes(derived(session, key, point), Attribute.VALUE)
                                .orElse(new byte[0]));
    }

    private static Verdict agrees(Bench bench, KeyKind kind) {
        Optional<TestKey> found = bench.key(kind);
        if (found.isEmpty()) {
            return Verdict.absent(bench.refusal(kind));
        }
        ECPublicKey own = (ECPublicKey) found.get().publicKey();
        for (int i = 0; i < AGREEMENTS; i++) {
            KeyPair other = Software.pairFor(own);
            byte[] z = derive(bench, found.get(), Points.of((ECPublicKey) other.getPublic()));
            if (!Arrays.equals(z, Software.ecdh(other.getPrivate(), own))) {
                return Verdict.failed("z-wrong", z.length);
            }
        }
        return Verdict.passed("agreements", AGREEMENTS);
    }

    private static Verdict invalidPoint(Bench bench) {
        List<TestKey> keys =
                Stream.of(KeyKind.P256_AGREE, KeyKind.P384_AGREE)
                        .flatMap(kind -> bench.key(kind).stream())
                        .toList();
        if (keys.isEmpty()) {
            return Verdict.skipped("no-key");
        }
        String refusal = "";
        for (TestKey key : keys) {
            byte[] right =
                    Points.of(
                            (ECPublicKey)
                                    Software.pairFor((ECPublicKey) key.publicKey()).getPublic());
            for (byte[] wrong :
                    List.of(Points.offCurve(right), Points.zero(right), new byte[] {0})) {
                try {
                    // The answer alone counts, not whether the secret can then be read.
                    long unused = bench.in(false, session -> derived(session, key, wrong));
                    return Verdict.failed("point-accepted", wrong.length);
                } catch (KeyException e) {
                    refusal = Check.words(e);
                }
            }
        }
        return Verdict.passed("refused", refusal);
    }

    private static Verdict oaep(Bench bench) {
        Optional<TestKey> found = bench.key(KeyKind.RSA_DECRYPT);
        if (found.isEmpty()) {
            return Verdict.absent(bench.refusal(KeyKind.RSA_DECRYPT));
        }
        TestKey key = found.get();
        byte[] closed = Software.oaep("SHA-256", new byte[0], key.publicKey(), SECRET);
        byte[] opened;
        try {
            opened = decrypt(bench, Mechanism.RSA_OAEP_SHA256, key, closed);
        } catch (KeyException e) {
            return Verdict.notSupported("refused", Check.words(e));
        }
        if (!Arrays.equals(opened, SECRET)) {
            return Verdict.failed("plain-wrong", opened.length);
        }
        closed[closed.length / 2] ^= 1;
        try {
            opened = decrypt(bench, Mechanism.RSA_OAEP_SHA256, key, closed);
            return Verdict.failed("changed-opened", opened.length);
        } catch (KeyException e) {
            return Verdict.passed("opened", Check.words(e));
        }
    }

    private static byte[] decrypt(Bench bench, Mechanism mechanism, TestKey key, byte[] closed) {
        return bench.in(false, session -> session.decrypt(mechanism, key.handle(), closed));
    }

    private static Verdict oaepHashes(Bench bench) {
        Optional<TestKey> found = bench.key(KeyKind.RSA_DECRYPT);
        if (found.isEmpty()) {
            return Verdict.skipped("no-key");
        }
        var can = new ArrayList<String>();
        var cannot = new ArrayList<String>();
        for (HashFunction hash : HashFunction.values()) {
            for (byte[] label : List.of(new byte[0], LABEL)) {
                String name = hash.jcaName() + (label.length == 0 ? "" : "+label");
                (opens(bench, found.get(), hash, label) ? can : cannot).add(name);
            }
        }
        return cannot.isEmpty()
                ? Verdict.passed("pairs", SignatureChecks.names(can), "-")
                : Verdict.failed(
                        "pairs", SignatureChecks.names(can), SignatureChecks.names(cannot));
    }

    private static boolean opens(Bench bench, TestKey key, HashFunction hash, byte[] label) {
        byte[] closed = Software.oaep(hash.jcaName(), label, key.publicKey(), SECRET);
        try {
            return Arrays.equals(
                    decrypt(bench, Mechanism.oaep(hash, hash, label), key, closed), SECRET);
        } catch (KeyException e) {
            return false;
        }
    }

    private static Verdict raw(Bench bench) {
        Optional<TestKey> found = bench.key(KeyKind.RSA_DECRYPT);
        if (found.isEmpty()) {
            return Verdict.absent(bench.refusal(KeyKind.RSA_DECRYPT));
        }
        RSAPublicKey own = (RSAPublicKey) found.get().publicKey();
        var message = new BigInteger(1, SECRET).shiftLeft(1024);
        byte[] number = message.modPow(own.getPublicExponent(), own.getModulus()).toByteArray();
        int size = (own.getModulus().bitLength() + 7) / 8;
        var closed = new byte[size];
        int from = Math.max(0, number.length - size);
        System.arraycopy(number, from, closed, size - (number.length - from), number.length - from);
        byte[] opened = decrypt(bench, Mechanism.RSA_RAW, found.get(), closed);
        return new BigInteger(1, opened).equals(message)
                ? Verdict.passed("raw")
                : Verdict.failed("plain-wrong", opened.length);
    }

    /** The known answer of RFC 3394 4.6, there and back, and a changed one refused. */
    private static Verdict keyWrap(Bench bench) {
        byte[] wrapped = wrap(bench, Mechanism.AES_KEY_WRAP);
        if (!Arrays.equals(wrapped, KnownAnswers.wrapped())) {
            return Verdict.failed("wrapped-wrong", wrapped.length);
        }
        byte[] back = unwrap(bench, KnownAnswers.wrapped());
        if (!Arrays.equals(back, KnownAnswers.wrappedKeyData())) {
            return Verdict.failed("plain-wrong", back.length);
        }
        byte[] changed = KnownAnswers.wrapped();
        changed[3] ^= 1;
        try {
            return Verdict.failed("changed-opened", unwrap(bench, changed).length);
        } catch (KeyException e) {
            return Verdict.passed("wrapped", Check.words(e));
        }
    }

    private static long wrappingKey(Bench bench, Pkcs11Session session) {
        return session.create(
                secret(Template.AES)
                        .with(Attribute.WRAP, true)
                        .with(Attribute.UNWRAP, true)
                        .with(Attribute.LABEL, bench.label())
                        .with(Attribute.VALUE, KnownAnswers.wrappingKey()));
    }

    private static byte[] wrap(Bench bench, Mechanism mechanism) {
        return bench.in(
                false,
                session ->
                        session.wrap(
                                mechanism,
                                wrappingKey(bench, session),
                                session.create(
                                        secret(Template.GENERIC_SECRET)
                                                .with(Attribute.LABEL, bench.label())
                                                .with(
                                                        Attribute.VALUE,
                                                        KnownAnswers.wrappedKeyData()))));
    }

    private static byte[] unwrap(Bench bench, byte[] wrapped) {
        return bench.in(
                false,
                session ->
                        session.bytes(
                                        session.unwrap(
                                                Mechanism.AES_KEY_WRAP,
                                                wrappingKey(bench, session),
                                                wrapped,
                                                secret(Template.GENERIC_SECRET)),
                                        Attribute.VALUE)
                                .orElse(new byte[0]));
    }

    private static Verdict keyWrapPad(Bench bench) {
        byte[] expected;
        try {
            Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(KnownAnswers.wrappingKey(), "AES"));
            expected = cipher.wrap(new SecretKeySpec(KnownAnswers.wrappedKeyData(), "AES"));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES key wrap with padding", e);
        }
        byte[] wrapped = wrap(bench, Mechanism.AES_KEY_WRAP_PAD);
        return Arrays.equals(wrapped, expected)
                ? Verdict.passed("same-as-software")
                : Verdict.failed("wrapped-wrong", wrapped.length);
    }
}
