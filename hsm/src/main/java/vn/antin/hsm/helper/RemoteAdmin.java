package vn.antin.hsm.helper;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.hsm.KeyCheck;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.helper.wire.KeyCodec;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.token.TokenStatus;

/** Administers by the helper; a call that is cut off is not repeated. */
record RemoteAdmin(HelperVault vault) implements TokenAdmin {
    private <T> T ask(Content.Writer request, Frame.Kind kind, HelperVault.Answer<T> answer) {
        return vault.ask(Work.ADMINISTRATION, request.frame(kind), answer);
    }

    private void tell(Content.Writer request, Frame.Kind kind) {
        boolean unused = ask(request, kind, in -> true);
    }

    private static Content.Writer labelled(String label) {
        return new Content.Writer().text(label);
    }

    @Override
    public KeyPairInfo generate(String label, KeyType type, KeyUse use, Extraction extraction) {
        return ask(
                labelled(label).text(type.name()).text(use.name()).text(extraction.name()),
                Frame.Kind.GENERATE,
                KeyCodec::pair);
    }

    @Override
    public void generateStorageKey(String label, Extraction extraction) {
        tell(labelled(label).text(extraction.name()), Frame.Kind.GENERATE_STORAGE_KEY);
    }

    @Override
    public void restore(SecretBytes key, List<WrappedKey> keys) {
        var request = new Content.Writer();
        key.with(request::bytes);
        KeyCodec.all(request, keys, KeyCodec::wrapped);
        tell(request, Frame.Kind.RESTORE);
    }

    @Override
    public PublicKey publicKey(String label) {
        return ask(labelled(label), Frame.Kind.PUBLIC_KEY, Codec::publicKey);
    }

    @Override
    public List<KeyInfo> keys() {
        return ask(new Content.Writer(), Frame.Kind.KEYS, in -> KeyCodec.all(in, KeyCodec::key));
    }

    @Override
    public KeyCheck checkAttributes(String label, Extraction extraction) {
        return ask(
                labelled(label).text(extraction.name()),
                Frame.Kind.CHECK_ATTRIBUTES,
                KeyCodec::check);
    }

    @Override
    public void writeCertificate(String label, X509Certificate certificate) {
        tell(labelled(label).bytes(Codec.encoded(certificate)), Frame.Kind.WRITE_CERTIFICATE);
    }

    @Override
    public void rename(String label, String other) {
        tell(labelled(label).text(other), Frame.Kind.RENAME);
    }

    @Override
    public void delete(String label) {
        tell(labelled(label), Frame.Kind.DELETE);
    }

    @Override
    public byte[] wrap(String label, SecretBytes secret) {
        Content.Writer request = labelled(label);
        secret.with(request::bytes);
        return ask(request, Frame.Kind.WRAP, Content.Reader::bytes);
    }

    @Override
    public TokenStatus status() {
        return vault.status();
    }
}
