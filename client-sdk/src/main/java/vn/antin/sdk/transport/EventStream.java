package vn.antin.sdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.json.JsonException;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.EventMessage;

/**
 * The caller's server-sent events, one after another. A connection that breaks or falls silent is
 * opened again and continues after the last event that was taken. Used by one thread; {@link
 * #close} may be called by another.
 */
public final class EventStream implements AutoCloseable {
    private static final Duration SILENCE = Api.HEARTBEAT.multipliedBy(3);
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final HttpsTransport transport;
    private long last;
    private volatile @Nullable Lines lines;
    private Duration pause = FIRST_PAUSE;
    private volatile boolean closed;

    /** Starts after the event with this sequence number; 0 for all. */
    public EventStream(HttpsTransport transport, long after) {
        this.transport = transport;
        this.last = after;
    }

    /** Sequence number of the last event that was taken. */
    public long last() {
        return last;
    }

    /**
     * The next event, or empty when none has come within {@code wait} or the stream was closed.
     *
     * @throws GatewayProblem when the gateway refuses the stream
     * @throws GatewayMisbehaved when it is not the gateway, or speaks otherwise
     */
    public Optional<EventMessage> next(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (!closed) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            try {
                Lines open = connected();
                Optional<EventMessage> event = open.event(Math.min(left, SILENCE.toNanos()), last);
                if (event.isPresent()) {
                    last = event.get().seq();
                    pause = FIRST_PAUSE;
                    return event;
                }
                if (open.broken() || left >= SILENCE.toNanos()) {
                    reconnectLater(deadline);
                }
            } catch (GatewayUnavailable e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                reconnectLater(deadline);
            }
        }
        return Optional.empty();
    }

    private void reconnectLater(long deadline) {
        disconnect();
        long left = Math.max(0, deadline - System.nanoTime());
        HttpsTransport.pause(Duration.ofNanos(Math.min(left, pause.toNanos())));
        pause = pause.multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
    }

    private Lines connected() {
        Lines open = lines;
        if (open != null) {
            return open;
        }
        Lines fresh = new Lines();
        HttpResponse<byte[]> response =
                transport.stream(
                        Call.get(Api.EVENTS)
                                .within(CONNECT)
                                .with("Accept", Api.EVENT_STREAM)
                                .with(Api.LAST_EVENT_ID, Long.toString(last)),
                        info ->
                                info.statusCode() == 200
                                        ? new Endless(fresh)
                                        : new LimitedBody(Api.MAX_SMALL_BODY));
        if (response.statusCode() != 200) {
            throw new GatewayProblem(
                    HttpsTransport.problem(response.statusCode(), response.body()));
        }
        lines = fresh;
        if (closed) {
            disconnect();
        }
        return fresh;
    }

    private void disconnect() {
        Lines open = lines;
        lines = null;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    /** A body that counts as there when it begins, and is given on line by line. */
    private static final class Endless implements HttpResponse.BodySubscriber<byte[]> {
        private final HttpResponse.BodySubscriber<Void> lines;

        Endless(Lines to) {
            lines = BodySubscribers.fromLineSubscriber(to, any -> null, UTF_8, null);
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            lines.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            lines.onNext(buffers);
        }

        @Override
        public void onError(Throwable error) {
            lines.onError(error);
        }

        @Override
        public void onComplete() {
            lines.onComplete();
        }
    }

    /** Lines of one connection, taken one by one, so that the gateway is held back. */
    private static final class Lines implements Flow.Subscriber<String> {
        private static final String END = "\0";

        private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        private volatile Flow.@Nullable Subscription subscription;
        private volatile boolean broken;
        private String id = "";
        private String kind = "";
        private String data = "";

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(String line) {
            queue.add(line);
        }

        @Override
        public void onError(Throwable error) {
            broken = true;
            queue.add(END);
        }

        @Override
        public void onComplete() {
            broken = true;
            queue.add(END);
        }

        boolean broken() {
            return broken && queue.isEmpty();
        }

        void cancel() {
            Flow.Subscription open = subscription;
            if (open != null) {
                open.cancel();
            }
            broken = true;
            queue.add(END);
        }

        Optional<EventMessage> event(long nanos, long after) {
            long deadline = System.nanoTime() + nanos;
            while (true) {
                String line = poll(deadline - System.nanoTime());
                if (line == null || line.equals(END)) {
                    return Optional.empty();
                }
                if (!line.isEmpty()) {
                    field(line);
                } else if (!data.isEmpty()) {
                    EventMessage event = message();
                    if (event.seq() > after) {
                        return Optional.of(event);
                    }
                }
            }
        }

        private @Nullable String poll(long nanos) {
            try {
                String line = queue.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
                Flow.Subscription open = subscription;
                if (line != null && open != null) {
                    open.request(1);
                }
                return line;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GatewayUnavailable(
                        GatewayUnavailable.Reason.BROKEN, "the call was interrupted", e);
            }
        }

        private void field(String line) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                return;
            }
            String value = line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> kind = value;
                case "data" -> data = data.isEmpty() ? value : data + "\n" + value;
                default -> {
                    // Other fields are for browsers.
                }
            }
        }

        private EventMessage message() {
            try {
                return EventMessage.of(id, kind, data);
            } catch (JsonException e) {
                throw new GatewayMisbehaved(
                        GatewayMisbehaved.Reason.BAD_ANSWER, "an event cannot be read", e);
            } finally {
                kind = "";
                data = "";
            }
        }
    }
}
