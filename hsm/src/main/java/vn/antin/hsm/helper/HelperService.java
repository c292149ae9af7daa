package vn.antin.hsm.helper;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.adopt.ForeignCard;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.reader.CardReaders;
import vn.antin.hsm.token.PinRequest;

/**
 * The helper's side: answers requests about one token, one after the other. Finds a key once: that
 * takes a card three times as long as a signature.
 */
final class HelperService implements AutoCloseable {
    private final SocketChannel link;
    private final Map<String, Signer> signers = new HashMap<>();
    private final Map<String, DecryptionKey> decryptionKeys = new HashMap<>();
    private @Nullable TokenVault vault;
    private @Nullable RemovalGuard guard;

    HelperService(SocketChannel link) {
        this.link = link;
    }

    /** Answers until the program ends or closes the link. */
    void run() throws IOException {
        while (true) {
            Frame request;
            try {
                request = Frame.readFrom(link);
            } catch (EOFException e) {
                return;
            }
            Frame answer = answer(request);
            request.wipe();
            answer.writeTo(link);
            answer.wipe();
        }
    }

    private Frame answer(Frame request) throws IOException {
        RemovalGuard now = guard;
        try {
            return now == null ? done(request) : now.guarded(() -> done(request));
        } catch (KeyException e) {
            return Codec.failure(now == null ? e : now.explained(e));
        }
    }

    private Frame done(Frame request) throws IOException {
        var in = new Content.Reader(request);
        var out = new Content.Writer();
        switch (request.kind()) {
            case OPEN -> open(Codec.opening(request));
            case STATUS -> Codec.status(out, vault().status());
            case IDENTITY -> Codec.identity(out, vault().identity());
            case SESSIONS -> out.number(vault().openSessions());
            case SIGNER -> Codec.publicKey(out, signer(in.text()).publicKey());
            case SIGN -> out.bytes(signer(in.text()).sign(in.bytes()));
            case DECRYPTION_KEY -> describe(out, found(in.bytes()));
            case AGREE -> agree(out, in.bytes(), Codec.publicKey(in));
            case UNWRAP -> unwrap(out, in.bytes(), in.bytes());
            case CERTIFICATE ->
                    out.bytes(
                            vault().certificate(in.text()).map(Codec::encoded).orElse(new byte[0]));
            case TOKENS, INIT_TOKEN -> AdminService.alone(in, out, request.kind());
            case ADOPTABLE, PROBE, PROBED_SIGNER ->
                    new AdoptionService(new ForeignCard(vault().token()), signers)
                            .answer(in, out, request.kind());
            default -> new AdminService(vault().admin(), signers).answer(in, out, request.kind());
        }
        return out.frame(Frame.Kind.DONE);
    }

    private void open(Codec.Opening opening) {
        if (vault != null) {
            throw new IllegalStateException("the helper has opened its token already");
        }
        try {
            vault = TokenVault.open(opening.config(), this::pin, opening.options());
        } catch (KeyException e) {
            throw e.reason() == KeyException.Reason.TOKEN_MISSING && CardReaders.inUse()
                    ? new KeyException(
                            KeyException.Reason.BUSY, "another program is using the card", e)
                    : e;
        }
        guard = opening.options().module().oneAtATime() ? RemovalGuard.of(vault.reader()) : null;
    }

    private Pin pin(PinRequest request) {
        try {
            Codec.pinWanted(request).writeTo(link);
            Frame answer = Frame.readFrom(link);
            try {
                if (answer.kind() == Frame.Kind.PIN) {
                    return Pin.owning(new Content.Reader(answer).secret());
                }
            } finally {
                answer.wipe();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new KeyException(KeyException.Reason.PIN_NEEDED, "no PIN was given", null);
    }

    private TokenVault vault() {
        TokenVault opened = vault;
        if (opened == null) {
            throw new IllegalStateException("the helper has opened no token");
        }
        return opened;
    }

    private static void describe(Content.Writer out, Optional<DecryptionKey> key) {
        out.flag(key.isPresent());
        key.ifPresent(found -> Codec.publicKey(out, found.publicKey()));
    }

    private Signer signer(String label) {
        return signers.computeIfAbsent(label, vault()::signer);
    }

    private Optional<DecryptionKey> found(byte[] identifier) {
        String name = HexFormat.of().formatHex(identifier);
        Optional<DecryptionKey> key =
                Optional.ofNullable(decryptionKeys.get(name))
                        .or(() -> vault().decryptionKey(identifier));
        key.ifPresent(found -> decryptionKeys.put(name, found));
        return key;
    }

    private DecryptionKey key(byte[] identifier) {
        return found(identifier)
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the token has no such decryption key",
                                null));
    }

    private void agree(Content.Writer out, byte[] identifier, PublicKey other) {
        if (!(key(identifier) instanceof KeyAgreer agreer)) {
            throw new KeyException(KeyException.Reason.UNSUPPORTED, "the key does not agree", null);
        }
        try (SecretBytes secret = agreer.agree(other)) {
            secret.with(out::bytes);
        }
    }

    private void unwrap(Content.Writer out, byte[] identifier, byte[] encryptedKey) {
        if (!(key(identifier) instanceof Unwrapper unwrapper)) {
            throw new KeyException(
                    KeyException.Reason.UNSUPPORTED, "the key does not unwrap", null);
        }
        try (SecretBytes secret = unwrapper.unwrap(encryptedKey)) {
            secret.with(out::bytes);
        }
    }

    @Override
    public void close() {
        if (guard != null) {
            guard.close();
        }
        if (vault != null) {
            vault.close();
        }
    }
}
