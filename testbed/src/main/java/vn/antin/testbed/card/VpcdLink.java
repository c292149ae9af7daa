package vn.antin.testbed.card;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.net.ExtendedSocketOptions;

/**
 * A card in a virtual reader: connected it is inserted, closed it is removed.
 *
 * <p>vpcd (vsmartcard's reader driver) sends messages of two bytes of length and then the bytes:
 * one byte is a command to the reader, more are an APDU. Answers go back in the same form.
 *
 * <p>Thread-safe.
 */
public final class VpcdLink implements AutoCloseable {
    private static final int POWER_OFF = 0;
    private static final int POWER_ON = 1;
    private static final int RESET = 2;
    private static final int ATR = 4;

    private final SocketChannel channel;
    private final SmartCard card;
    private final Thread thread;
    private final boolean tcp;
    private final AtomicInteger glances = new AtomicInteger();
    private volatile boolean powered;

    private VpcdLink(SocketChannel channel, SmartCard card, boolean tcp) {
        this.channel = channel;
        this.card = card;
        this.tcp = tcp;
        this.thread = Thread.ofPlatform().daemon().name("vpcd-card").unstarted(this::serve);
    }

    /**
     * Inserts a card into a reader of vpcd, on TCP or behind a Unix socket.
     *
     * @throws IOException when there is no such reader
     */
    public static VpcdLink insert(SocketAddress reader, SmartCard card) throws IOException {
        boolean tcp = reader instanceof InetSocketAddress;
        SocketChannel channel =
                reader instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        try {
            channel.connect(reader);
            if (tcp) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        card.reset();
        VpcdLink link = new VpcdLink(channel, card, tcp);
        link.thread.start();
        return link;
    }

    /** Whether the card is still in the reader. */
    public boolean inserted() {
        return thread.isAlive();
    }

    /**
     * Whether pcscd looks at the card again and again and does not power it, because it has not
     * noticed that the card before it was pulled. pcscd looks every 400 ms; a failed command tells
     * it at once that the card is gone, and when another is there at its next look, it never sees a
     * change.
     */
    boolean overlooked() {
        return !powered && glances.get() > 2;
    }

    /** Waits until the card is out of the reader, whoever removed it. */
    public void awaitRemoval() throws InterruptedException {
        thread.join();
    }

    /** Pulls the card; a command that it works on gets no answer. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Ends with the connection: by us, by the reader, by a card that was pulled or cannot be kept.
     */
    private void serve() {
        try (channel) {
            while (true) {
                byte[] message = read(read(2).getShort() & 0xffff).array();
                if (message.length == 1) {
                    control(message[0]);
                } else if (message.length > 1) {
                    write(card.transmit(message));
                }
            }
        } catch (CardPulledException | EOFException | ClosedChannelException e) {
            card.reset();
        } catch (IOException e) {
            card.reset();
            System.getLogger("vn.antin.testbed.card")
                    .log(System.Logger.Level.DEBUG, "the card left its reader", e);
        }
    }

    private void control(byte command) throws IOException {
        switch (command) {
            case POWER_ON -> {
                powered = true;
                card.reset();
            }
            case POWER_OFF, RESET -> card.reset();
            case ATR -> {
                glances.incrementAndGet();
                write(card.atr());
            }
            default -> throw new EOFException("not vpcd");
        }
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (tcp) {
                // vpcd sends length and bytes apart: Nagle and a late acknowledgement would cost
                // 40 ms a command. The option does not last, so it is set before each read.
                channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            }
            if (channel.read(bytes) < 0) {
                throw new EOFException("the reader is gone");
            }
        }
        return bytes.flip();
    }

    private void write(byte[] answer) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 + answer.length);
        bytes.putShort((short) answer.length).put(answer).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
