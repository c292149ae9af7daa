package vn.antin.hsm.helper.wire;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.hsm.KeyCheck;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.adopt.Abilities;
import vn.antin.hsm.adopt.ForeignKey;
import vn.antin.hsm.key.StoredKey;

/** How the values of a token's administration are written and read. */
public final class KeyCodec {
    private KeyCodec() {}

    /** Writes one value. */
    public interface Put<T> {
        /** Into this content. */
        void into(Content.Writer out, T value);
    }

    /** Reads one value. */
    public interface Get<T> {
        /** From this content. */
        T from(Content.Reader in) throws IOException;
    }

    public static <T> void all(Content.Writer out, List<T> values, Put<T> put) {
        out.number(values.size());
        values.forEach(each -> put.into(out, each));
    }

    public static <T> List<T> all(Content.Reader in, Get<T> get) throws IOException {
        var values = new ArrayList<T>();
        for (int left = in.number(); left > 0; left--) {
            values.add(get.from(in));
        }
        return values;
    }

    public static void token(Content.Writer out, TokenInfo token) {
        out.text(token.label()).text(token.serial()).text(token.manufacturer());
        out.text(token.model()).text(token.firmware());
        out.flag(token.initialized()).flag(token.pinInitialized()).flag(token.pinLocked());
    }

    public static TokenInfo token(Content.Reader in) throws IOException {
        return new TokenInfo(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.flag(), in.flag(),
                in.flag());
    }

    public static void pair(Content.Writer out, KeyPairInfo pair) {
        out.text(pair.label()).text(pair.type().name()).text(pair.use().name());
        Codec.publicKey(out, pair.publicKey());
    }

    public static KeyPairInfo pair(Content.Reader in) throws IOException {
        return new KeyPairInfo(
                in.text(), in.oneOf(KeyType.class), in.oneOf(KeyUse.class), Codec.publicKey(in));
    }

    public static void key(Content.Writer out, KeyInfo key) {
        out.text(key.label()).text(key.id());
        Codec.publicKey(out, key.publicKey());
    }

    public static KeyInfo key(Content.Reader in) throws IOException {
        return new KeyInfo(in.text(), in.text(), Codec.publicKey(in));
    }

    public static void check(Content.Writer out, KeyCheck check) {
        out.text(check.label()).number(check.attributes().size());
        check.attributes().forEach((name, value) -> out.text(name).flag(value));
        all(out, check.problems(), (to, problem) -> to.text(problem));
    }

    public static KeyCheck check(Content.Reader in) throws IOException {
        String label = in.text();
        SortedMap<String, Boolean> attributes = new TreeMap<>();
        for (int left = in.number(); left > 0; left--) {
            attributes.put(in.text(), in.flag());
        }
        return new KeyCheck(label, attributes, all(in, Content.Reader::text));
    }

    public static void wrapped(Content.Writer out, WrappedKey key) {
        out.text(key.label()).bytes(key.wrapped());
        out.flag(key.publicKey().isPresent());
        key.publicKey().ifPresent(half -> Codec.publicKey(out, half));
        key.check().ifPresent(digest -> out.bytes(digest.toBytes()));
    }

    public static WrappedKey wrapped(Content.Reader in) throws IOException {
        String label = in.text();
        byte[] bytes = in.bytes();
        Optional<PublicKey> half = in.flag() ? Optional.of(Codec.publicKey(in)) : Optional.empty();
        Optional<Digest> check =
                half.isPresent() ? Optional.empty() : Optional.of(Digest.ofValue(in.bytes()));
        try {
            return new WrappedKey(label, bytes, half, check);
        } catch (IllegalArgumentException e) {
            throw new Frame.MalformedException("a broken wrapped key");
        }
    }

    public static void certificate(Content.Writer out, X509Certificate certificate) {
        out.bytes(Codec.encoded(certificate));
    }

    public static X509Certificate certificate(Content.Reader in) throws IOException {
        return Codec.certificate(in)
                .orElseThrow(() -> new Frame.MalformedException("no certificate"));
    }

    public static void foreign(Content.Writer out, ForeignKey key) {
        out.text(key.label()).text(key.id()).flag(key.stored().alwaysAuthenticate());
        Codec.publicKey(out, key.publicKey());
        all(out, key.certificates(), KeyCodec::certificate);
    }

    public static ForeignKey foreign(Content.Reader in) throws IOException {
        String label = in.text();
        String id = in.text();
        boolean always = in.flag();
        var stored = new StoredKey(label, id, Codec.publicKey(in), always);
        return new ForeignKey(stored, all(in, KeyCodec::certificate));
    }

    public static void abilities(Content.Writer out, Abilities abilities) {
        out.text(abilities.signing().name()).flag(abilities.decrypts());
    }

    public static Abilities abilities(Content.Reader in) throws IOException {
        return new Abilities(in.oneOf(Abilities.Signing.class), in.flag());
    }
}
