package io.meridian.bus.nats;

import io.nats.client.Message;
import io.nats.client.MessageHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells whether a durable name that only one may hold is held: its holder answers questions on a subject of its own, and the
 * server says at once when nobody listens there. Two who open the same name in the same instant can both succeed.
 */
final class NameLock {
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final String subject;
    private final String holder;
    private final MessageHandler answer = this::answer;
    private volatile Session heldOn;

    NameLock(String subject, String holder) {
        this.subject = subject;
        this.holder = holder;
    }

    /** Who holds it, or null when it is free and ours from now on. */
    String takeOrTellHolder(Session session) throws InterruptedException {
        try {
            Message reply =
                    session.connection.request(subject, null).get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return new String(reply.getData(), StandardCharsets.UTF_8);
        } catch (CancellationException | ExecutionException | TimeoutException e) {
            // Nobody is there, or one whose connection is dead and not yet noticed.
            heldOn = session;
            session.answers(subject, answer);
            return null;
        }
    }

    void release() {
        Session session = heldOn;
        heldOn = null;
        if (session != null) {
            session.answersNoMore(subject);
        }
    }

    private void answer(Message question) {
        Session session = heldOn;
        if (session != null && question.getReplyTo() != null) {
            session.send(question.getReplyTo(), null, holder.getBytes(StandardCharsets.UTF_8));
        }
    }
}
