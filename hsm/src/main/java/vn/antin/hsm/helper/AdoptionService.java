package vn.antin.hsm.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.adopt.Abilities;
import vn.antin.hsm.adopt.AdoptableCard;
import vn.antin.hsm.adopt.ForeignKey;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.helper.wire.KeyCodec;

/**
 * The helper's side of cards that others made: what is on them and what it can do.
 *
 * @param signers to which those of probed keys are added
 */
record AdoptionService(AdoptableCard card, Map<String, Signer> signers) {
    /** How a signer is called that was probed: the way it signs, then the key's identifier. */
    static byte[] name(ForeignKey key, Abilities.Signing way) {
        return (way.name() + " " + identifier(key)).getBytes(StandardCharsets.UTF_8);
    }

    static String identifier(ForeignKey key) {
        return HexFormat.of().formatHex(KeyIdentifier.of(key.publicKey()));
    }

    void answer(Content.Reader in, Content.Writer out, Frame.Kind kind) throws IOException {
        switch (kind) {
            case ADOPTABLE -> {
                KeyCodec.all(out, card.certificates(), KeyCodec::certificate);
                KeyCodec.all(out, card.keys(), KeyCodec::foreign);
            }
            case PROBE -> KeyCodec.abilities(out, card.probe(key(in.text())));
            default -> sign(in.text(), out);
        }
    }

    private void sign(String name, Content.Writer out) throws IOException {
        for (Abilities.Signing way : Abilities.Signing.values()) {
            if (name.startsWith(way.name() + " ")) {
                Signer signer =
                        card.signer(
                                key(name.substring(way.name().length() + 1)),
                                new Abilities(way, false));
                signers.put(name, signer);
                Codec.publicKey(out, signer.publicKey());
                return;
            }
        }
        throw new Frame.MalformedException("a signer " + name);
    }

    private ForeignKey key(String identifier) {
        return card.keys().stream()
                .filter(each -> identifier(each).equals(identifier))
                .findFirst()
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the card no longer has the key",
                                null));
    }
}
