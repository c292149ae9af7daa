package vn.antin.hsm.helper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.helper.wire.KeyCodec;
import vn.antin.hsm.key.Extraction;

/**
 * The helper's side of administration.
 *
 * @param signers found so far, by label; those whose label comes to mean another key are forgotten
 */
record AdminService(TokenAdmin admin, Map<String, Signer> signers) {
    /** What a helper does that opens no token. */
    static void alone(Content.Reader in, Content.Writer out, Frame.Kind kind) throws IOException {
        Path module = Path.of(in.text());
        if (kind == Frame.Kind.TOKENS) {
            KeyCodec.all(out, TokenVault.tokens(module), KeyCodec::token);
            return;
        }
        String label = in.text();
        try (Pin officer = Pin.owning(in.secret());
                Pin pin = Pin.owning(in.secret())) {
            out.text(TokenVault.initToken(module, label, officer, pin));
        }
    }

    void answer(Content.Reader in, Content.Writer out, Frame.Kind kind) throws IOException {
        switch (kind) {
            case GENERATE -> generate(in, out);
            case GENERATE_STORAGE_KEY ->
                    admin.generateStorageKey(in.text(), in.oneOf(Extraction.class));
            case RESTORE -> restore(in);
            case PUBLIC_KEY -> Codec.publicKey(out, admin.publicKey(in.text()));
            case KEYS -> KeyCodec.all(out, admin.keys(), KeyCodec::key);
            case CHECK_ATTRIBUTES ->
                    KeyCodec.check(
                            out, admin.checkAttributes(in.text(), in.oneOf(Extraction.class)));
            case WRITE_CERTIFICATE -> admin.writeCertificate(in.text(), KeyCodec.certificate(in));
            case RENAME -> rename(in.text(), in.text());
            case DELETE -> delete(in.text());
            case WRAP -> wrap(in, out);
            default -> throw new Frame.MalformedException("not a request: " + kind);
        }
    }

    private void generate(Content.Reader in, Content.Writer out) throws IOException {
        String label = in.text();
        Signer unused = signers.remove(label);
        KeyCodec.pair(
                out,
                admin.generate(
                        label,
                        in.oneOf(KeyType.class),
                        in.oneOf(KeyUse.class),
                        in.oneOf(Extraction.class)));
    }

    private void restore(Content.Reader in) throws IOException {
        signers.clear();
        try (SecretBytes key = SecretBytes.owning(in.bytes())) {
            admin.restore(key, KeyCodec.all(in, KeyCodec::wrapped));
        }
    }

    private void rename(String label, String other) {
        admin.rename(label, other);
        Signer unused = signers.remove(other);
    }

    private void delete(String label) {
        admin.delete(label);
        Signer unused = signers.remove(label);
    }

    private void wrap(Content.Reader in, Content.Writer out) throws IOException {
        String label = in.text();
        try (SecretBytes secret = SecretBytes.owning(in.bytes())) {
            out.bytes(admin.wrap(label, secret));
        }
    }
}
