package io.meridian.bus.nats;

import io.nats.client.StatisticsCollector;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that wait in the client's send queue. The client itself either blocks the publisher or drops in silence
 * when its queue is full, and asking it for the queue's size waits for its writer; so its queue is left without a limit and
 * the limit is kept here: what is published is added, and what the writer takes, which it reports as statistics, is
 * subtracted.
 *
 * <p>The writer also reports what the client sends of itself (pings, subscriptions). That makes the count too low by a few
 * bytes until the queue is empty next, where it is put right.
 */
final class OutgoingMeter implements StatisticsCollector {
    /** {@code PUB}, two spaces and two line ends around subject, length and body. */
    private static final int PROTOCOL = 9;

    /** {@code HPUB} and one space more. */
    private static final int PROTOCOL_WITH_HEADERS = 11;

    private final long limit;
    private final AtomicLong offered = new AtomicLong();
    private volatile long written;

    OutgoingMeter(long limit) {
        this.limit = limit;
    }

    /** What a message without headers takes on the wire. */
    static long size(int subjectLength, int replyLength, int bodyLength) {
        return (long) PROTOCOL
                + subjectLength
                + (replyLength == 0 ? 0 : replyLength + 1)
                + digits(bodyLength)
                + bodyLength;
    }

    /** What a message with headers and somebody to answer takes on the wire. */
    static long size(int subjectLength, int replyLength, int headerLength, int bodyLength) {
        int total = headerLength + bodyLength;
        return (long) PROTOCOL_WITH_HEADERS
                + subjectLength
                + replyLength
                + 1
                + digits(headerLength)
                + digits(total)
                + total;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Takes note of a message about to be published, unless too much waits already. An empty queue takes any message. */
    boolean reserve(long bytes) {
        long before = offered.get();
        long pending = before - written;
        if (pending < 0) {
            offered.compareAndSet(before, before - pending);
            pending = 0;
        }
        if (pending > 0 && pending + bytes > limit) {
            return false;
        }
        offered.getAndAdd(bytes);
        return true;
    }

    /** Takes note of something that must go out whatever waits. */
    void add(long bytes) {
        offered.getAndAdd(bytes);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    public void incrementOut(long bytes) {
        // Only the client's writer thread comes here.
        written = written + bytes;
    }

    @Override
    public void incrementIn(long bytes) {}

    @Override
    public void registerRead(long bytes) {}

    @Override
    public void registerWrite(long bytes) {}

    @Override
    public void setAdvancedTracking(boolean trackAdvanced) {}

    @Override
    public void incrementPingCount() {}

    @Override
    public void incrementReconnects() {}

    @Override
    public void incrementDroppedCount() {}

    @Override
    public void incrementOkCount() {}

    @Override
    public void incrementErrCount() {}

    @Override
    public void incrementExceptionCount() {}

    @Override
    public void incrementRequestsSent() {}

    @Override
    public void incrementRepliesReceived() {}

    @Override
    public void incrementDuplicateRepliesReceived() {}

    @Override
    public void incrementOrphanRepliesReceived() {}

    @Override
    @Deprecated
    public void incrementInMsgs() {}

    @Override
    @Deprecated
    public void incrementOutMsgs() {}

    @Override
    @Deprecated
    public void incrementInBytes(long bytes) {}

    @Override
    @Deprecated
    public void incrementOutBytes(long bytes) {}

    @Override
    public void incrementFlushCounter() {}

    @Override
    public void incrementOutstandingRequests() {}

    @Override
    public void decrementOutstandingRequests() {}

    @Override
    public long getPings() {
        return 0;
    }

    @Override
    public long getReconnects() {
        return 0;
    }

    @Override
    public long getDroppedCount() {
        return 0;
    }

    @Override
    public long getOKs() {
        return 0;
    }

    @Override
    public long getErrs() {
        return 0;
    }

    @Override
    public long getExceptions() {
        return 0;
    }

    @Override
    public long getRequestsSent() {
        return 0;
    }

    @Override
    public long getRepliesReceived() {
        return 0;
    }

    @Override
    public long getDuplicateRepliesReceived() {
        return 0;
    }

    @Override
    public long getOrphanRepliesReceived() {
        return 0;
    }

    @Override
    public long getInMsgs() {
        return 0;
    }

    @Override
    public long getOutMsgs() {
        return 0;
    }

    @Override
    public long getInBytes() {
        return 0;
    }

    @Override
    public long getOutBytes() {
        return written;
    }

    @Override
    public long getFlushCounter() {
        return 0;
    }

    @Override
    public long getOutstandingRequests() {
        return 0;
    }
}
