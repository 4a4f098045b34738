package io.meridian.backtest.replay;

import io.meridian.sdk.record.Kind;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The one claim that may be open. */
final class Claim {
    private final Said said;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private boolean isOpen;
    private String topic;
    private long schemaId;
    private long schemaVersion;
    private long tag;
    private long eventTime;
    private long correlation;

    Claim(Said said) {
        this.said = said;
    }

    void open(String ofTopic, int ofSchema, int ofVersion, int length, long newTag, long usualCorrelation) {
        topic = ofTopic;
        schemaId = ofSchema;
        schemaVersion = ofVersion;
        buffer.wrap(new byte[length]);
        tag = newTag;
        eventTime = 0;
        correlation = usualCorrelation;
        isOpen = true;
    }

    boolean isOpen() {
        return isOpen;
    }

    void requireNone() {
        if (isOpen) {
            throw new IllegalStateException("a claim is open: commit or abort it before anything else is sent");
        }
    }

    private void requireOpen() {
        if (!isOpen) {
            throw new IllegalStateException("nothing is claimed: claim, write, then commit");
        }
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    void eventTime(long epochNs) {
        requireOpen();
        eventTime = epochNs;
    }

    void correlation(long value) {
        requireOpen();
        correlation = value;
    }

    void commit() {
        requireOpen();
        isOpen = false;
        said.says(
                Kind.PUBLISHED,
                topic,
                schemaId,
                schemaVersion,
                tag,
                eventTime,
                correlation,
                buffer.byteArray().clone());
    }

    void abort() {
        requireOpen();
        isOpen = false;
        said.says(Kind.ABORTED, topic, schemaId, schemaVersion, (long) buffer.capacity(), tag);
    }
}
