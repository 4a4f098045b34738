package io.meridian.platform.cli;

import io.meridian.bus.Message;
import io.meridian.bus.ReplyHandler;
import io.meridian.bus.Requester;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.topic.Topic;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * A person's questions to a service of the platform, one after the other.
 *
 * @param <A> what it answers
 */
public final class Asking<A> implements ReplyHandler {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Requester requester;
    private final Topic topic;
    private final long answerNs;
    private final Reader<A> reader;
    private A answer;
    private boolean over;
    private boolean inDoubt;

    /** Reads an answer. */
    @FunctionalInterface
    public interface Reader<A> {
        A read(DirectBuffer buffer, int offset, int length);
    }

    /** @param answerNs how long a service that took the question may think about it */
    public Asking(Requester requester, Topic topic, long answerNs, Reader<A> reader) {
        this.requester = requester;
        this.topic = topic;
        this.answerNs = answerNs;
        this.reader = reader;
    }

    /** Whether a service may have taken it and has not answered. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /** @return null when nobody took it, or nobody answered */
    public A once(DirectBuffer question, int length, long deadlineNs) {
        over = false;
        answer = null;
        long result = requester.request(topic, question, 0, length, answerNs, this);
        while (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw CommandException.failed("The bus took no message in time.");
            }
            LockSupport.parkNanos(LOOK_NS);
            result = requester.request(topic, question, 0, length, answerNs, this);
        }
        if (result < 0) {
            throw CommandException.failed("The bus refused the message, result=" + result + ".");
        }
        while (!over) {
            if (requester.poll(1) == 0) {
                LockSupport.parkNanos(LOOK_NS);
            }
        }
        return answer;
    }

    @Override
    public void onReply(Message reply) {
        answer = reader.read(reply.buffer(), reply.offset(), reply.length());
        over = true;
    }

    @Override
    public void onNoResponder() {
        over = true;
    }

    @Override
    public void onTimeout() {
        inDoubt = true;
        over = true;
    }
}
