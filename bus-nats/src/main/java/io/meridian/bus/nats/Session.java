package io.meridian.bus.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection, from the moment it works until it is lost. It is never mended: a lost one is replaced by another. So what
 * still waited in its send queue can never go out late, behind what was published again after it.
 */
final class Session {
    final Connection connection;
    final OutgoingMeter meter;
    final int maxPayload;

    private final Duration requestTimeout;
    private final Map<String, Subscription> answered = new HashMap<>();
    private Dispatcher dispatcher;
    private JetStreamManagement management;

    /** Set once, from any thread. */
    volatile boolean lost;

    Session(Connection connection, OutgoingMeter meter, Duration requestTimeout) {
        this.connection = connection;
        this.meter = meter;
        this.requestTimeout = requestTimeout;
        maxPayload = (int) Math.min(Integer.MAX_VALUE, connection.getMaxPayload());
    }

    /** Handles what needs no poller (acknowledgements, questions about names) on a thread of the session. Once a subject. */
    synchronized void answers(String subject, MessageHandler handler) {
        if (dispatcher == null) {
            dispatcher = connection.createDispatcher();
            // Acknowledgements are few by their window, and dropping one would cost a resend.
            dispatcher.setPendingLimits(0, 0);
        }
        if (!answered.containsKey(subject)) {
            answered.put(subject, dispatcher.subscribe(subject, handler));
        }
    }

    /** Ends {@link #answers}. */
    synchronized void answersNoMore(String subject) {
        Subscription subscription = answered.remove(subject);
        if (subscription != null && !lost) {
            try {
                dispatcher.unsubscribe(subscription);
            } catch (IllegalStateException e) {
                // The connection ended it already.
            }
        }
    }

    synchronized JetStreamManagement management() throws IOException {
        if (management == null) {
            management = connection.jetStreamManagement(
                    JetStreamOptions.builder().requestTimeout(requestTimeout).build());
        }
        return management;
    }

    /** Publishes something small and waits for the answer. */
    void ask(String subject, byte[] body) throws IOException, InterruptedException {
        try {
            connection.request(subject, body).get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw new IOException("no answer on " + subject + " within " + requestTimeout.toMillis() + " ms", e);
        }
    }

    /** Publishes something small that must go out, unless the connection is gone. */
    void send(String subject, String replyTo, byte[] body) {
        meter.add(OutgoingMeter.size(subject.length(), replyTo == null ? 0 : replyTo.length(), body.length));
        try {
            connection.publish(subject, replyTo, body);
        } catch (IllegalStateException e) {
            // Closed or closing: whoever waits for the effect attaches again to the next session.
            lost = lost || connection.getStatus() != Connection.Status.CONNECTED;
        }
    }
}
