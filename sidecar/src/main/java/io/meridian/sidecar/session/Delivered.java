package io.meridian.sidecar.session;

import io.meridian.bus.Message;
import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;

/** One message on its way to the plugin: a window on bytes that belong to someone else. Reused. */
public final class Delivered {
    int subscription;
    long delivery;
    int attempt;
    boolean replayed;
    boolean duplicatePossible;
    Topic topic;
    int source;
    long sequence;
    int schemaId;
    int schemaVersion;
    String contentType = "";
    long eventTime;
    long initTime;
    long publishTime;
    long traceHigh;
    long traceLow;
    long span;
    long correlation;
    long causationSequence;
    int causationSource;
    DirectBuffer payload;
    int offset;
    int length;

    Delivered() {}

    /** Takes over all but the payload. */
    void copy(Delivered other) {
        subscription = other.subscription;
        delivery = other.delivery;
        attempt = other.attempt;
        replayed = other.replayed;
        duplicatePossible = other.duplicatePossible;
        topic = other.topic;
        source = other.source;
        sequence = other.sequence;
        schemaId = other.schemaId;
        schemaVersion = other.schemaVersion;
        contentType = other.contentType;
        eventTime = other.eventTime;
        initTime = other.initTime;
        publishTime = other.publishTime;
        traceHigh = other.traceHigh;
        traceLow = other.traceLow;
        span = other.span;
        correlation = other.correlation;
        causationSequence = other.causationSequence;
        causationSource = other.causationSource;
        length = other.length;
    }

    /** Shows a message of the bus, which stays the bus'. */
    void show(Message message) {
        topic = message.topic();
        source = message.source();
        sequence = message.sequence();
        schemaId = message.payloadSchema();
        schemaVersion = message.payloadVersion();
        contentType = message.contentType();
        eventTime = message.eventTime();
        initTime = message.initTime();
        publishTime = message.publishTime();
        traceHigh = message.traceHigh();
        traceLow = message.traceLow();
        span = message.span();
        correlation = message.correlation();
        causationSequence = message.causationSequence();
        causationSource = message.causationSource();
        replayed = message.isReplayed();
        payload = message.buffer();
        offset = message.offset();
        length = message.length();
    }

    public int subscription() {
        return subscription;
    }

    /** Its number on the subscription, from 1. */
    public long delivery() {
        return delivery;
    }

    public int attempt() {
        return attempt;
    }

    public boolean isReplayed() {
        return replayed;
    }

    public boolean isDuplicatePossible() {
        return duplicatePossible;
    }

    public Topic topic() {
        return topic;
    }

    public int source() {
        return source;
    }

    public long sequence() {
        return sequence;
    }

    public int schemaId() {
        return schemaId;
    }

    public int schemaVersion() {
        return schemaVersion;
    }

    public String contentType() {
        return contentType;
    }

    /** Epoch nanoseconds, as are the next two. */
    public long eventTime() {
        return eventTime;
    }

    public long initTime() {
        return initTime;
    }

    public long publishTime() {
        return publishTime;
    }

    public long traceHigh() {
        return traceHigh;
    }

    public long traceLow() {
        return traceLow;
    }

    public long span() {
        return span;
    }

    public long correlation() {
        return correlation;
    }

    public long causationSequence() {
        return causationSequence;
    }

    public int causationSource() {
        return causationSource;
    }

    /** Where the payload is; read only. */
    public DirectBuffer payload() {
        return payload;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }
}
