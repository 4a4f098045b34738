package io.meridian.bus.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.status.RecordingPos;
import io.aeron.logbuffer.BufferClaim;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * One owner's log on one lane, shared by all its publications there. The keeper opens and replaces the log; the
 * owner only writes to it.
 */
final class LanePublication implements Keeper.Tenant {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A log that can be written to; the durable one is being recorded. */
    private record Live(
            ExclusivePublication log, CountersReader counters, int recordedCounter, long recordingId, int session) {}

    private final Keeper keeper;
    private final Profile profile;
    private final String channel;
    private final int streamId;
    private final int maxFrame;
    private final Gate gate = new Gate();
    private final BufferClaim claim = new BufferClaim();
    private UnsafeBuffer nobody = new UnsafeBuffer(new byte[0]);
    private boolean claimedNothing;
    private volatile Live live;
    private volatile boolean closed;
    private volatile boolean wornOut;
    private volatile long confirmed;
    private volatile int session;
    private int users;
    private int lives;
    private long nextTryNs;
    private boolean tried;
    private ExclusivePublication opening;
    private long openingSinceNs;
    private ExclusivePublication retired;

    LanePublication(Keeper keeper, Profile profile, String channel, int streamId, AeronOptions options) {
        this.keeper = keeper;
        this.profile = profile;
        this.channel = channel;
        this.streamId = streamId;
        maxFrame = options.maxFrame();
    }

    void acquire() {
        users++;
    }

    /** True when the last user has gone. */
    boolean release() {
        return --users == 0;
    }

    boolean isReady() {
        return live != null;
    }

    boolean isFast() {
        return profile == Profile.FAST;
    }

    /** Writes only to the log of {@code expectedSession}: it may be replaced at any instant, also just before this. */
    long offer(
            int expectedSession, DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        if (headerLength + length > maxFrame) {
            return PublishResult.TOO_LARGE;
        }
        gate.enter();
        try {
            Live current = live;
            if (current == null || current.session != expectedSession) {
                return away();
            }
            ExclusivePublication log = current.log;
            long position = log.offer(header, 0, headerLength, payload, offset, length, null);
            if (position == Publication.ADMIN_ACTION) {
                position = log.offer(header, 0, headerLength, payload, offset, length, null);
            }
            return position > 0 ? position : refused(log, position);
        } finally {
            gate.exit();
        }
    }

    /** The gate stays entered until the claim is committed or aborted. */
    long tryClaim(int length, UnsafeBuffer region) {
        gate.enter();
        long result = PublishResult.TOO_LARGE;
        try {
            Live current = live;
            if (current == null) {
                result = away();
            } else if (length <= current.log.maxPayloadLength()) {
                ExclusivePublication log = current.log;
                result = log.tryClaim(length, claim);
                if (result == Publication.ADMIN_ACTION) {
                    result = log.tryClaim(length, claim);
                }
                if (result > 0) {
                    claimedNothing = false;
                    region.wrap(claim.buffer(), claim.offset(), length);
                } else {
                    result = refused(log, result);
                    if (result >= 0) {
                        claimedNothing = true;
                        region.wrap(nobody, 0, length);
                    }
                }
            }
        } finally {
            if (result < 0) {
                gate.exit();
            }
        }
        return result;
    }

    void commitClaim() {
        if (!claimedNothing) {
            claim.commit();
        }
        gate.exit();
    }

    void abortClaim() {
        if (!claimedNothing) {
            claim.abort();
        }
        gate.exit();
    }

    private long away() {
        return closed ? PublishResult.CLOSED : PublishResult.NOT_CONNECTED;
    }

    private long refused(ExclusivePublication log, long result) {
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return PublishResult.BACK_PRESSURED;
        }
        if (result == Publication.NOT_CONNECTED) {
            if (profile == Profile.FAST) {
                // Nobody listens: published to nobody. Closed under our feet, it has no position any more.
                long position = log.position();
                return position >= 0 ? position : PublishResult.NOT_CONNECTED;
            }
            return PublishResult.NOT_CONNECTED;
        }
        wornOut = true;
        return result == Publication.MAX_POSITION_EXCEEDED ? PublishResult.BACK_PRESSURED : away();
    }

    /** Any thread may ask. */
    long confirmedPosition() {
        Live current = live;
        if (current == null) {
            return confirmed;
        }
        if (profile == Profile.FAST) {
            return Math.max(0, current.log.position());
        }
        return current.counters.getCounterValue(current.recordedCounter);
    }

    int session() {
        return session;
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public int keep(DriverClient client, long nowNs) {
        Live current = live;
        if (current != null) {
            boolean recorded = profile == Profile.FAST
                    || RecordingPos.isActive(current.counters, current.recordedCounter, current.recordingId);
            if (recorded && !wornOut && !current.log.isClosed()) {
                if (profile == Profile.DURABLE) {
                    confirmed = current.counters.getCounterValue(current.recordedCounter);
                }
                return 0;
            }
            live = null;
            retired = current.log;
            nextTryNs = nowNs;
        }
        if (retired != null) {
            if (!gate.isQuiet()) {
                return 0;
            }
            retired.close();
            retired = null;
        }
        if (tried && nowNs - nextTryNs < 0) {
            return 0;
        }
        return open(client, nowNs);
    }

    private int open(DriverClient client, long nowNs) {
        if (profile == Profile.DURABLE && !client.hasArchive()) {
            return 0;
        }
        if (opening == null) {
            tried = true;
            nextTryNs = nowNs + RETRY_NS;
            opening = client.addPublication(channel, streamId);
            openingSinceNs = nowNs;
            if (profile == Profile.DURABLE) {
                try {
                    keeper.book().record(channel, streamId, opening.sessionId());
                } catch (RuntimeException e) {
                    opening.close();
                    opening = null;
                    throw e;
                }
            }
            nextTryNs = nowNs;
        }
        if (profile == Profile.FAST) {
            goLive(new Live(opening, null, 0, 0, 0));
            return 1;
        }
        CountersReader counters = client.counters();
        int counter = RecordingPos.findCounterIdBySession(
                counters, opening.sessionId(), client.archive().archiveId());
        if (counter != CountersReader.NULL_COUNTER_ID) {
            long recordingId = RecordingPos.getRecordingId(counters, counter);
            goLive(new Live(opening, counters, counter, recordingId, lives));
            return 1;
        }
        if (nowNs - openingSinceNs > 10 * RETRY_NS) {
            // The archive gave the recording up, on a full disk for one: begin anew.
            opening.close();
            opening = null;
            nextTryNs = nowNs + RETRY_NS;
        }
        return 0;
    }

    private void goLive(Live next) {
        wornOut = false;
        opening = null;
        lives++;
        if (nobody.capacity() < next.log.maxPayloadLength()) {
            nobody = new UnsafeBuffer(new byte[next.log.maxPayloadLength()]);
        }
        // In this order nobody can take the old log's confirmations for the new one's, nor write to the new log before
        // it has been told of the new session.
        confirmed = 0;
        session = next.session;
        live = next;
    }

    @Override
    public void detach() {
        // What was counted last is safe: a recording never shrinks below it.
        Live current = live;
        if (current != null && profile == Profile.DURABLE) {
            confirmed = Math.max(0, current.counters.getCounterValue(current.recordedCounter));
        }
        live = null;
        opening = null;
        retired = null;
        tried = false;
    }

    void close() {
        closed = true;
    }

    @Override
    public boolean discard() {
        Live current = live;
        if (current != null) {
            live = null;
            retired = current.log;
            return false;
        }
        if (opening != null) {
            opening.close();
            opening = null;
        }
        if (retired != null && gate.isQuiet()) {
            retired.close();
            retired = null;
        }
        return retired == null;
    }
}
