package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.PublishEncoder;
import io.meridian.sdk.Profile;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recorder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Publishes into the ring. */
final class RingPublisher implements Publisher {
    private static final int UNRESOLVED = 0;

    private final Session session;
    private final SidecarLink link;
    private final String topic;
    private final Profile profile;
    private final Recorder recorder;
    private int handle = UNRESOLVED;
    private boolean askAgain;

    RingPublisher(Session session, SidecarLink link, String topic, Profile profile) {
        this.session = session;
        this.link = link;
        this.topic = topic;
        this.profile = profile;
        recorder = session.notes().recorder();
    }

    void resolved(int newHandle) {
        handle = newHandle;
    }

    int handle() {
        return handle;
    }

    /** The grants changed: what was refused may be allowed now. */
    void grantsChanged() {
        askAgain = handle == UNRESOLVED;
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
        boolean open = link.isOpen() && handle != UNRESOLVED;
        if (recorder != null) {
            recorder.output(Kind.LOOKED, "publisher open", topic, open);
        }
        return open;
    }

    @Override
    public long offer(int schemaId, int schemaVersion, DirectBuffer payload, int offset, int length) {
        long tag = claim(schemaId, schemaVersion, length);
        if (tag > 0) {
            link.buffer().putBytes(link.payloadOffset(), payload, offset, length);
            commit();
        }
        return tag;
    }

    @Override
    public long claim(int schemaId, int schemaVersion, int length) {
        long result = take(schemaId, schemaVersion, length);
        if (recorder != null) {
            Message cause = session.handling();
            long correlation = cause == null ? 0 : cause.correlation();
            recorder.claimed(topic, schemaId, schemaVersion, length, result, correlation);
        }
        return result;
    }

    private long take(int schemaId, int schemaVersion, int length) {
        if (!link.isOpen()) {
            return NOT_CONNECTED;
        }
        if (handle == UNRESOLVED && !resolvedNow()) {
            return DENIED;
        }
        if (length > session.maxPayload()) {
            return TOO_LARGE;
        }
        Message cause = session.handling();
        if (cause != null && cause.isHistorical()) {
            return HISTORICAL;
        }
        long tag = link.claim(handle, length);
        if (tag < 0) {
            return BACK_PRESSURED;
        }
        PublishEncoder frame = link.publishing().schemaId(schemaId).schemaVersion(schemaVersion);
        if (cause == null) {
            frame.correlation(0).causationSequence(0).causationSource(0);
        } else {
            frame.correlation(cause.correlation())
                    .causationSequence(cause.sequence())
                    .causationSource(cause.source())
                    .flags()
                    .duplicatePossible(cause.isDuplicatePossible());
        }
        session.waiting().roomFound();
        return tag;
    }

    private boolean resolvedNow() {
        if (askAgain) {
            askAgain = false;
            session.topics().resolve(this);
        }
        return handle != UNRESOLVED;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return link.buffer();
    }

    @Override
    public int offset() {
        return link.payloadOffset();
    }

    @Override
    public void eventTime(long epochNs) {
        link.publishing().eventTime(epochNs);
        if (recorder != null) {
            recorder.eventTime(epochNs);
        }
    }

    @Override
    public void correlation(long correlation) {
        link.publishing().correlation(correlation);
        if (recorder != null) {
            recorder.correlation(correlation);
        }
    }

    @Override
    public void commit() {
        if (recorder != null && link.hasClaim()) {
            recorder.published(link.buffer(), link.payloadOffset());
        }
        link.commit();
    }

    @Override
    public void abort() {
        link.abort();
        if (recorder != null) {
            recorder.aborted();
        }
    }
}
