package vn.antin.testbed.card;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import vn.antin.testbed.card.piv.StatusWord;

/**
 * A card that fails as told, one command after the other. A fault waits for the next whole command
 * with its instruction: the last of a chain. Thread-safe.
 */
public final class CardFaults implements SmartCard {
    /** VERIFY. */
    public static final int VERIFY = 0x20;

    /** CHANGE REFERENCE DATA. */
    public static final int CHANGE_REFERENCE_DATA = 0x24;

    /** RESET RETRY COUNTER. */
    public static final int RESET_RETRY_COUNTER = 0x2C;

    /** GENERATE ASYMMETRIC KEY PAIR. */
    public static final int GENERATE = 0x47;

    /** GENERAL AUTHENTICATE: sign, decrypt, agree. */
    public static final int GENERAL_AUTHENTICATE = 0x87;

    /** GET DATA. */
    public static final int GET_DATA = 0xCB;

    /** PUT DATA. */
    public static final int PUT_DATA = 0xDB;

    /** What happens to one command. */
    @FunctionalInterface
    public interface Fault {
        /** Answers in the card's stead. */
        byte[] answer(SmartCard card, byte[] apdu) throws IOException;
    }

    private final SmartCard card;
    private final Map<Integer, Queue<Fault>> waiting = new HashMap<>();
    private boolean lastTryBlocks;

    /** Faults of this card. */
    public CardFaults(SmartCard card) {
        this.card = card;
    }

    /** Lets the next command with an instruction fail; several faults take their turns. */
    public synchronized void next(int instruction, Fault fault) {
        waiting.computeIfAbsent(instruction, _ -> new ArrayDeque<>()).add(fault);
    }

    /** Forgets the faults that wait. */
    public synchronized void heal() {
        waiting.clear();
    }

    /** Whether a fault still waits for its command. */
    public synchronized boolean waiting() {
        return waiting.values().stream().anyMatch(queue -> !queue.isEmpty());
    }

    /**
     * Whether the last wrong PIN is answered with 6983, as some cards do, and not with 63C0. The
     * standard lets both.
     */
    public synchronized void lastTryBlocks(boolean blocks) {
        lastTryBlocks = blocks;
    }

    /** The card is pulled before it does the command. */
    public static Fault pulledBefore() {
        return (card, apdu) -> {
            throw new CardPulledException();
        };
    }

    /** The card does the command and is pulled before the answer is out. */
    public static Fault pulledAfter() {
        return (card, apdu) -> {
            card.transmit(apdu);
            throw new CardPulledException();
        };
    }

    /** The card does the command late. */
    public static Fault delayed(Duration delay) {
        return (card, apdu) -> {
            await(new CountDownLatch(1), delay);
            return card.transmit(apdu);
        };
    }

    /**
     * The card says that it works on the command, and goes on when it is let go, within a minute.
     */
    public static Fault held(CountDownLatch reached, CountDownLatch letGo) {
        return (card, apdu) -> {
            reached.countDown();
            await(letGo, Duration.ofMinutes(1));
            return card.transmit(apdu);
        };
    }

    /** The card refuses with a status word and does nothing. */
    public static Fault refused(int status) {
        return (card, apdu) -> new byte[] {(byte) (status >> 8), (byte) status};
    }

    /** The card does the command, and its answer is cut to some bytes. */
    public static Fault cut(int bytes) {
        return (card, apdu) -> java.util.Arrays.copyOf(card.transmit(apdu), bytes);
    }

    /** The card loses its security status, then does the command. */
    public static Fault resetBefore() {
        return (card, apdu) -> {
            card.reset();
            return card.transmit(apdu);
        };
    }

    private static void await(CountDownLatch latch, Duration most) throws IOException {
        try {
            var _ = latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
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
    public byte[] transmit(byte[] apdu) throws IOException {
        Optional<Fault> fault = take(apdu);
        byte[] answer = fault.isPresent() ? fault.get().answer(card, apdu) : card.transmit(apdu);
        return afterHabit(answer);
    }

    private synchronized Optional<Fault> take(byte[] apdu) {
        boolean whole = apdu.length >= 4 && (apdu[0] & 0x10) == 0;
        Queue<Fault> queue = whole ? waiting.get(apdu[1] & 0xff) : null;
        return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
    }

    private synchronized byte[] afterHabit(byte[] answer) {
        boolean last = answer.length == 2 && StatusWord.of(answer) == StatusWord.TRIES_LEFT;
        return last && lastTryBlocks
                ? new byte[] {(byte) (StatusWord.BLOCKED >> 8), (byte) StatusWord.BLOCKED}
                : answer;
    }
}
