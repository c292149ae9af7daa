package vn.antin.testbed.card;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import vn.antin.testbed.card.piv.PivCard;

/**
 * A card in a file: keys, objects and counters are written before each answer goes out, so that a
 * killed process gives no try of the PIN back. One process holds the file at a time, by a lock on
 * NAME.lock beside it, which stays. The file is readable by its owner only, and holds the keys in
 * clear: it is for exercises.
 */
public final class CardFile implements SmartCard, AutoCloseable {
    private final Path file;
    private final FileChannel lock;
    private final PivCard card;
    private String saved;

    private CardFile(Path file, FileChannel lock, PivCard card, String saved) {
        this.file = file;
        this.lock = lock;
        this.card = card;
        this.saved = saved;
    }

    /**
     * Opens a card, or makes a new one when there is no such file.
     *
     * @throws BadCardFileException when the file is no card
     * @throws IOException when the file cannot be read or written, or another process holds it
     */
    public static CardFile open(Path file) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel lock =
                FileChannel.open(
                        lockFile,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            if (!held(lock)) {
                throw new IOException(file + ": another process uses this card");
            }
            CardFile opened =
                    Files.exists(file)
                            ? load(file, lock)
                            : new CardFile(file, lock, PivCard.fresh(new SecureRandom()), "");
            opened.keep();
            return opened;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static CardFile load(Path file, FileChannel lock) throws IOException {
        try {
            String text = Files.readString(file);
            PivCard card = PivCard.load(text, new SecureRandom());
            return new CardFile(file, lock, card, text);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new BadCardFileException(file, e);
        }
    }

    /** The card, for the issuer's side; call {@link #keep} after a change. */
    public PivCard card() {
        return card;
    }

    /** Writes the card if it changed. */
    public synchronized void keep() throws IOException {
        String text = card.save();
        if (text.equals(saved)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        saved = text;
    }

    @Override
    public byte[] atr() {
        return card.atr();
    }

    @Override
    public void reset() {
        card.reset();
    }

    @Override
    public synchronized byte[] transmit(byte[] apdu) throws IOException {
        byte[] answer = card.transmit(apdu);
        keep();
        return answer;
    }

    /** Lets another process have the card. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
