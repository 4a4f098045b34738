package io.meridian.bus.nats;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.support.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks one consumer for messages, and keeps count of how many it still owes. Belongs to the polling thread, save where it is
 * made and ended.
 *
 * <p>The server speaks at least every heartbeat while it owes something. Its silence, and what it says when a consumer is
 * gone, mean that the consumer must be looked after: {@link #isStale}.
 */
final class PullInbox {
    static final long HEARTBEAT_NS = 1_000_000_000L;
    private static final long EXPIRES_NS = 30_000_000_000L;
    private static final long SILENCE_NS = 3 * HEARTBEAT_NS;
    private static final int TIMED_OUT = 408;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int HEARTBEAT = 100;
    private static final String PENDING_MESSAGES = "Nats-Pending-Messages";

    final Session session;
    final Subscription subscription;
    private final String askSubject;
    private final String inbox;
    private int owed;
    private long heardAtNs;
    private volatile boolean stale;

    PullInbox(Session session, String stream, String consumer, String inbox) {
        this.session = session;
        this.inbox = inbox;
        askSubject = "$JS.API.CONSUMER.MSG.NEXT." + stream + '.' + consumer;
        subscription = session.connection.subscribe(inbox);
        subscription.setPendingLimits(0, 0);
        heardAtNs = System.nanoTime();
    }

    /** Asks for more when less than half of {@code wanted} is owed. */
    void ask(int wanted) {
        if (wanted <= 0 || owed > wanted / 2) {
            return;
        }
        int batch = wanted - owed;
        if (owed == 0) {
            heardAtNs = System.nanoTime();
        }
        owed = wanted;
        String request =
                "{\"batch\":" + batch + ",\"expires\":" + EXPIRES_NS + ",\"idle_heartbeat\":" + HEARTBEAT_NS + '}';
        session.send(askSubject, inbox, request.getBytes(StandardCharsets.US_ASCII));
    }

    /** A message came, from the consumer or about it. Tells whether it is one to hand over. */
    boolean heard(Message message) {
        if (!message.isStatusMessage()) {
            owed--;
            return true;
        }
        heardAtNs = System.nanoTime();
        Status status = message.getStatus();
        switch (status.getCode()) {
            case HEARTBEAT -> {}
            case TIMED_OUT, NOT_FOUND -> owed = Math.max(0, owed - unserved(message));
            case CONFLICT -> {
                String text = status.getMessage() == null ? "" : status.getMessage();
                owed = Math.max(0, owed - unserved(message));
                if (text.contains("Deleted") || text.contains("Leadership") || text.contains("Shutdown")) {
                    stale = true;
                }
            }
            default -> stale = true;
        }
        return false;
    }

    private int unserved(Message message) {
        Headers headers = message.getHeaders();
        String text = headers == null ? null : headers.getFirst(PENDING_MESSAGES);
        try {
            return text == null ? owed : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return owed;
        }
    }

    /** A frame was handed over just now. */
    void heardNow(long nowNs) {
        heardAtNs = nowNs;
    }

    /** The queue is empty: has the server been silent for too long? */
    void watch(long nowNs) {
        if (owed > 0 && nowNs - heardAtNs > SILENCE_NS) {
            stale = true;
        }
    }

    void markStale() {
        stale = true;
    }

    /** Whether the consumer must be looked after. */
    boolean isStale() {
        return stale;
    }

    /** Ends our interest, and waits until all that was on its way is in the queue, to be taken from there. */
    void endKeepingQueue(Duration timeout) {
        try {
            subscription.drain(timeout);
        } catch (IllegalStateException e) {
            // The connection ended it already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        PollerGate.end(subscription);
    }
}
