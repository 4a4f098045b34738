package io.meridian.platform.kernel;

import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.Subscription;
import io.meridian.bus.envelope.MessageContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** What is told of one record once it is stored, and whom to confirm it to then. Used again and again. */
final class Batch {
    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(4096);
    private final List<String> topics = new ArrayList<>();
    private final MessageContext context = new MessageContext();
    private int[] templates = new int[8];
    private int[] ends = new int[8];
    private long[] sequences = new long[8];
    private long record;
    private int offered;
    private Subscription subscription;
    private long token;
    private Reply reply;
    private long answer;

    /** Begins anew, for what follows from nothing that came. */
    Batch begin() {
        clear();
        context.reset();
        return this;
    }

    /** Begins anew, for what follows from a message. */
    Batch begin(Message message) {
        clear();
        message.follow(context);
        return this;
    }

    /** Begins anew, for what followed from the message of a stored record. */
    Batch begin(JournalRecord of) {
        clear();
        context.reset()
                .trace(of.traceHigh(), of.traceLow(), 0)
                .correlation(of.correlation())
                .causation(of.source(), of.sequence());
        return this;
    }

    private void clear() {
        topics.clear();
        offered = 0;
        subscription = null;
        reply = null;
        record = 0;
    }

    void add(String topic, int template, DirectBuffer from, int offset, int length) {
        int count = topics.size();
        if (count == ends.length) {
            templates = Arrays.copyOf(templates, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        int begin = begin(count);
        bytes.putBytes(begin, from, offset, length);
        templates[count] = template;
        ends[count] = begin + length;
        topics.add(topic);
    }

    /** The subscription whose message is confirmed in the end. */
    void confirms(Subscription from, long messageToken) {
        subscription = from;
        token = messageToken;
    }

    /** The request that is answered in the end. */
    void answers(Reply to, long withAnswer) {
        reply = to;
        answer = withAnswer;
    }

    void stored(long number) {
        record = number;
    }

    long record() {
        return record;
    }

    MessageContext context() {
        return context;
    }

    // Its messages, in order.

    int size() {
        return topics.size();
    }

    /** How many messages the bus has taken. */
    int offered() {
        return offered;
    }

    /** The bus took the next message. */
    void offered(long sequence) {
        sequences[offered++] = sequence;
    }

    String topic(int message) {
        return topics.get(message);
    }

    int template(int message) {
        return templates[message];
    }

    long sequence(int message) {
        return sequences[message];
    }

    DirectBuffer bytes() {
        return bytes;
    }

    int begin(int message) {
        return message == 0 ? 0 : ends[message - 1];
    }

    int length(int message) {
        return ends[message] - begin(message);
    }

    Subscription subscription() {
        return subscription;
    }

    long token() {
        return token;
    }

    Reply reply() {
        return reply;
    }

    long answer() {
        return answer;
    }
}
