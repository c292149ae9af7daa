package vn.antin.gateway.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.intake.Refused;
import vn.antin.gateway.mailbox.Bell;
import vn.antin.gateway.mailbox.Mailboxes;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.EventMessage;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Server-sent events (WHATWG HTML 9.2): what happened to the caller's consignments since {@code
 * Last-Event-ID}, then as it happens, with a comment every 15 seconds. Each stream waits on a
 * virtual thread and ends when its caller may no longer call. Thread-safe.
 */
final class EventAnswers {
    private static final Logger LOG = System.getLogger(EventAnswers.class.getName());
    private static final int MAX_STREAMS = 5_000;

    private final Mailboxes mailboxes;
    private final Bell bell;
    private final CallerCheck callers;
    private final Semaphore places = new Semaphore(MAX_STREAMS);
    private final Shares shares = new Shares(8, 8, "your-streams");
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("events-", 0).factory());

    EventAnswers(Mailboxes mailboxes, Bell bell, CallerCheck callers) {
        this.callers = callers;
        this.mailboxes = mailboxes;
        this.bell = bell;
    }

    void stream(Call call) {
        long after =
                call.header(Api.LAST_EVENT_ID).isPresent()
                        ? call.numberHeader(Api.LAST_EVENT_ID)
                        : call.query("after", 0);
        shares.take(call.caller());
        if (!places.tryAcquire()) {
            shares.giveBack(call.caller());
            throw Refused.of(ProblemCode.UNAVAILABLE, "streams");
        }
        HttpServerExchange exchange = call.exchange();
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Api.EVENT_STREAM);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.dispatch(
                threads,
                () -> {
                    try {
                        run(exchange, call.caller(), after);
                    } finally {
                        places.release();
                        shares.giveBack(call.caller());
                        exchange.endExchange();
                    }
                });
    }

    private void run(HttpServerExchange exchange, Caller caller, long after) {
        EndpointId endpoint = caller.endpoint();
        Bell.Listener listener = bell.listen(endpoint);
        long last = after;
        try (OutputStream out = exchange.getOutputStream()) {
            out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (!bell.isClosed()) {
                boolean rang = listener.await(Api.HEARTBEAT);
                Caller still = callers.check(caller.certificate(), false);
                LOG.log(Level.TRACE, "{0} still listens", still.endpoint());
                List<EventMessage> news = mailboxes.events(endpoint, last);
                for (EventMessage message : news) {
                    out.write(message.toStreamText().getBytes(StandardCharsets.UTF_8));
                    last = message.seq();
                }
                if (!rang && news.isEmpty()) {
                    out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} left its event stream", endpoint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refused e) {
            LOG.log(Level.INFO, "event stream of {0} ends: {1}", endpoint, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "event stream of " + endpoint + " broke", e);
        }
    }
}
