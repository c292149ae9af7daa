package vn.antin.gateway.api;

import com.sun.management.UnixOperatingSystemMXBean;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.SslClientAuthMode;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * Accepts TLS connections and hands them to Undertow's HTTP/1.1; which of them are taken is for
 * {@link Crowd} to say. Undertow's own builder accepts every connection there is, so that one
 * machine that says nothing could use up all file descriptors.
 */
final class TlsListener implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TlsListener.class.getName());

    /** A slow body holds one; no caller gets more than a part of them ({@link Shares}). */
    private static final int WORKERS = 128;

    private static final int IDLE_MILLIS = 120_000;
    private static final int PARSE_MILLIS = 15_000;

    /** From connecting, or from the last answer, until a request begins: handshake included. */
    private static final int SILENT_MILLIS = 10_000;

    private static final int STOP_MILLIS = 2_000;
    private static final int BACKLOG = 1_000;

    /** As Undertow has it: 16 KiB but for what the allocator wants for itself. */
    private static final int BUFFER = (16 << 10) - 20;

    /** Part of the process's descriptors that connections may hold; files want the others. */
    private static final int PART_FOR_ALL = 2;

    private static final int MOST_FOR_ALL = 8_192;

    /** All officers of an agency may stand behind one address, each with a few connections. */
    private static final int PART_FOR_ONE = 16;

    private static final int MOST_FOR_ONE = 512;
    private static final int LEAST = 16;

    private static final OptionMap HTTP =
            OptionMap.builder()
                    .set(UndertowOptions.ENABLE_HTTP2, false)
                    .set(UndertowOptions.MAX_HEADER_SIZE, 32 << 10)
                    .set(UndertowOptions.MAX_HEADERS, 64)
                    .set(UndertowOptions.MAX_PARAMETERS, 32)
                    .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                    .set(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                    .set(UndertowOptions.NO_REQUEST_TIMEOUT, SILENT_MILLIS)
                    .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                    .set(UndertowOptions.ALWAYS_SET_DATE, true)
                    .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                    .getMap();

    /** Its own buffers hold a whole TLS record; those of HTTP are too small for one. */
    private static final OptionMap DIRECT = OptionMap.create(Options.USE_DIRECT_BUFFERS, true);

    private final XnioWorker worker;
    private final ByteBufferPool buffers;
    private final AcceptingChannel<SslConnection> channel;

    private TlsListener(
            XnioWorker worker, ByteBufferPool buffers, AcceptingChannel<SslConnection> channel) {
        this.worker = worker;
        this.buffers = buffers;
        this.channel = channel;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 takes a free one
     * @throws BindException when the address is taken
     */
    static TlsListener start(InetSocketAddress address, SSLContext tls, HttpHandler handler)
            throws BindException {
        Xnio xnio = Xnio.getInstance(TlsListener.class.getClassLoader());
        ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER, -1, 4);
        HttpOpenListener http = new HttpOpenListener(buffers, HTTP);
        http.setRootHandler(handler);
        OptionMap socket =
                OptionMap.builder()
                        .set(Options.TCP_NODELAY, true)
                        .set(Options.REUSE_ADDRESSES, true)
                        .set(Options.BACKLOG, BACKLOG)
                        .set(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUIRED)
                        .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3"))
                        .getMap();
        XnioWorker worker = worker(xnio);
        try {
            Crowd<SslConnection> crowd = crowd();
            AcceptingChannel<SslConnection> channel =
                    new UndertowXnioSsl(xnio, DIRECT, tls)
                            .createSslConnectionServer(
                                    worker, address, all -> accept(all, crowd, http), socket);
            channel.resumeAccepts();
            return new TlsListener(worker, buffers, channel);
        } catch (IOException e) {
            worker.shutdownNow();
            buffers.close();
            if (e instanceof BindException taken) {
                throw taken;
            }
            throw new UncheckedIOException(e);
        }
    }

    private static XnioWorker worker(Xnio xnio) {
        try {
            return xnio.createWorker(
                    OptionMap.builder()
                            .set(
                                    Options.WORKER_IO_THREADS,
                                    Math.max(2, Runtime.getRuntime().availableProcessors()))
                            .set(Options.WORKER_TASK_CORE_THREADS, WORKERS)
                            .set(Options.WORKER_TASK_MAX_THREADS, WORKERS)
                            .set(Options.TCP_NODELAY, true)
                            .getMap());
        } catch (IOException e) {
            throw new UncheckedIOException("the threads of the listener", e);
        }
    }

    private static Crowd<SslConnection> crowd() {
        long descriptors =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean unix
                        ? unix.getMaxFileDescriptorCount()
                        : MOST_FOR_ALL;
        int all = Math.clamp(descriptors / PART_FOR_ALL, LEAST, MOST_FOR_ALL);
        int one = Math.clamp(descriptors / PART_FOR_ONE, LEAST, MOST_FOR_ONE);
        return new Crowd<>(all, one, connection -> !connection.isOpen());
    }

    private static void accept(
            AcceptingChannel<SslConnection> channel,
            Crowd<SslConnection> crowd,
            HttpOpenListener http) {
        try {
            for (SslConnection next = channel.accept(); next != null; next = channel.accept()) {
                if (crowd.take(remote(next), next)) {
                    http.handleEvent(next);
                } else {
                    IoUtils.safeClose(next);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a connection could not be accepted", e);
        }
    }

    /** A connection that was reset at once has no address; it counts with its like. */
    private static InetAddress remote(SslConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        return peer == null ? InetAddress.getLoopbackAddress() : peer.getAddress();
    }

    /** The address that was really bound, for port 0. */
    InetSocketAddress address() {
        return channel.getLocalAddress(InetSocketAddress.class);
    }

    /** Closes what is open, at once or after two seconds. */
    @Override
    public void close() {
        IoUtils.safeClose(channel);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
        buffers.close();
    }
}
