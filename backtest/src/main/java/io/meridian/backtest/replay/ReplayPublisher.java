package io.meridian.backtest.replay;

import io.meridian.sdk.Profile;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Publishes into the comparison. */
final class ReplayPublisher implements Publisher {
    private final ReplayContext context;
    private final String topic;
    private final Profile profile;

    ReplayPublisher(ReplayContext context, String topic, Profile profile) {
        this.context = context;
        this.topic = topic;
        this.profile = profile;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public boolean isOpen() {
        return context.looks("publisher open", topic);
    }

    @Override
    public long offer(int schemaId, int schemaVersion, DirectBuffer payload, int offset, int length) {
        long tag = claim(schemaId, schemaVersion, length);
        if (tag > 0) {
            buffer().putBytes(offset(), payload, offset, length);
            commit();
        }
        return tag;
    }

    @Override
    public long claim(int schemaId, int schemaVersion, int length) {
        Claim claim = context.claim();
        claim.requireNone();
        Message cause = context.handling();
        Entry written = context.said().writtenForCall();
        long result;
        if (written != null && written.kind() == Kind.NOT_TAKEN) {
            result = written.number("code");
        } else if (written != null && (written.kind() == Kind.PUBLISHED || written.kind() == Kind.ABORTED)) {
            result = written.number("tag");
        } else {
            result = cause != null && cause.isHistorical()
                    ? HISTORICAL
                    : context.said().nextTag();
        }
        if (result > 0) {
            claim.open(topic, schemaId, schemaVersion, length, result, cause == null ? 0 : cause.correlation());
        } else {
            context.said().says(Kind.NOT_TAKEN, topic, (long) schemaId, (long) schemaVersion, (long) length, result);
        }
        return result;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return context.claim().buffer();
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public void eventTime(long epochNs) {
        context.claim().eventTime(epochNs);
    }

    @Override
    public void correlation(long correlation) {
        context.claim().correlation(correlation);
    }

    @Override
    public void commit() {
        context.claim().commit();
    }

    @Override
    public void abort() {
        context.claim().abort();
    }
}
