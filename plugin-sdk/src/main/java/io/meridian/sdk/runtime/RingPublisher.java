package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.PublishEncoder;
import io.meridian.sdk.Profile;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.event.Message;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Publishes into the ring. */
final class RingPublisher implements Publisher {
    private static final int UNRESOLVED = 0;

    private final Session session;
    private final SidecarLink link;
    private final String topic;
    private final Profile profile;
    private int handle = UNRESOLVED;
    private boolean askAgain;

    RingPublisher(Session session, SidecarLink link, String topic, Profile profile) {
        this.session = session;
        this.link = link;
        this.topic = topic;
        this.profile = profile;
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
        return link.isOpen() && handle != UNRESOLVED;
    }

    @Override
    public long offer(int schemaId, int schemaVersion, DirectBuffer payload, int offset, int length) {
        long tag = claim(schemaId, schemaVersion, length);
        if (tag > 0) {
            link.buffer().putBytes(link.payloadOffset(), payload, offset, length);
            link.commit();
        }
        return tag;
    }

    @Override
    public long claim(int schemaId, int schemaVersion, int length) {
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
        session.roomFound();
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
    }

    @Override
    public void correlation(long correlation) {
        link.publishing().correlation(correlation);
    }

    @Override
    public void commit() {
        link.commit();
    }

    @Override
    public void abort() {
        link.abort();
    }
}
