package vn.antin.crypto.kem;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.Signer;

/**
 * A card, and the endpoint's KEM keys that rest sealed to it. A KEM key is opened by the card when
 * it is first asked for and stays in memory until {@link #forget}. Thread-safe.
 */
public final class KemVault implements KeyVault {
    private final KeyVault card;
    private final Function<String, Optional<byte[]>> files;
    private final Map<String, MlKemKey> open = new ConcurrentHashMap<>();

    /**
     * With what it needs.
     *
     * @param card closed with this
     * @param files finds a sealed KEM key by its key identifier in lower-case hexadecimal
     */
    public KemVault(KeyVault card, Function<String, Optional<byte[]>> files) {
        this.card = card;
        this.files = files;
    }

    @Override
    public Signer signer(String label) {
        return card.signer(label);
    }

    /** A key of the card, or a KEM key; errors as of {@link StoredKemKey#open}. */
    @Override
    public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
        Optional<DecryptionKey> onCard = card.decryptionKey(subjectKeyIdentifier);
        return onCard.isPresent() ? onCard : kemKey(subjectKeyIdentifier);
    }

    private Optional<DecryptionKey> kemKey(byte[] identifier) {
        String name = HexFormat.of().formatHex(identifier);
        MlKemKey known = open.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<MlKemKey> found =
                files.apply(name).flatMap(file -> StoredKemKey.open(file, card::decryptionKey));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!Arrays.equals(KeyIdentifier.of(found.get().publicKey()), identifier)) {
            found.get().close();
            return Optional.empty(); // a file under another key's name
        }
        open.put(name, found.get());
        return Optional.of(found.get());
    }

    @Override
    public Optional<X509Certificate> certificate(String label) {
        return card.certificate(label);
    }

    /** Wipes the KEM keys that were opened; they are opened again when needed. */
    public void forget() {
        open.values().forEach(MlKemKey::close);
        open.clear();
    }

    @Override
    public void close() {
        forget();
        card.close();
    }
}
