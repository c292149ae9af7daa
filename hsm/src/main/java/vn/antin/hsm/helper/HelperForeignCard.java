package vn.antin.hsm.helper;

import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.adopt.Abilities;
import vn.antin.hsm.adopt.AdoptableCard;
import vn.antin.hsm.adopt.ForeignKey;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.helper.wire.KeyCodec;
import vn.antin.hsm.token.TokenStatus;

/** A card that others made, whose module runs in a helper process. Thread-safe. */
public final class HelperForeignCard implements AdoptableCard {
    private final HelperVault vault;

    /** Over an open vault, which is closed with this. */
    public HelperForeignCard(HelperVault vault) {
        this.vault = vault;
    }

    /** What is on the card. */
    private record Found(List<X509Certificate> certificates, List<ForeignKey> keys) {}

    private Found found() {
        return vault.ask(
                Work.ADMINISTRATION,
                new Frame(Frame.Kind.ADOPTABLE, new byte[0]),
                in ->
                        new Found(
                                KeyCodec.all(in, KeyCodec::certificate),
                                KeyCodec.all(in, KeyCodec::foreign)));
    }

    @Override
    public TokenStatus status() {
        return vault.status();
    }

    @Override
    public List<X509Certificate> certificates() {
        return found().certificates();
    }

    @Override
    public List<ForeignKey> keys() {
        return found().keys();
    }

    @Override
    public Abilities probe(ForeignKey key) {
        return vault.ask(
                Work.ADMINISTRATION,
                new Content.Writer().text(AdoptionService.identifier(key)).frame(Frame.Kind.PROBE),
                KeyCodec::abilities);
    }

    @Override
    public Signer signer(ForeignKey key, Abilities abilities) {
        byte[] name = AdoptionService.name(key, abilities.signing());
        return new RemoteKeys.Signing(
                vault, new Conversation.Finding(Frame.Kind.PROBED_SIGNER, name), key.publicKey());
    }

    @Override
    public DecryptionKey decryptionKey(ForeignKey key) {
        return vault.decryptionKey(KeyIdentifier.of(key.publicKey()))
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the card no longer has the key",
                                null));
    }

    @Override
    public void close() {
        vault.close();
    }
}
