package io.meridian.bus.aeron;

import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.meridian.bus.aeron.RecordingBook.Recording;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Reads the recordings of its lanes by replays that follow a recording while it grows, so only stored messages
 * are delivered and there is no seam between old and new. The keeper opens and ends replays; the poller only
 * reads them.
 */
final class DurableSubscription implements EngineSubscription, Keeper.Tenant, Leg.Receiver {
    private static final Leg[] NONE = {};
    /** Replays of ended recordings at once: each takes a log buffer of shared memory. */
    private static final int CATCH_UP = 4;
    /** One after the other costs time, in which the keeper does nothing else. */
    private static final int LEGS_AT_ONCE = 4;

    private static final int REPLAY_MARK = 1 << 29;
    private static final long IMAGE_WAIT_NS = TimeUnit.SECONDS.toNanos(5);

    private final Keeper keeper;
    private final RecordingBook book;
    private final Reporter reporter;
    private final TopicPattern pattern;
    private final StartAt start;
    private final CursorKeeper cursor;
    private final Unconfirmed unconfirmed;
    private final Gate gate = new Gate();
    private volatile Leg[] legs = NONE;
    private volatile boolean started;
    private volatile boolean closed;

    private FrameHandler handler;
    private long ordinal;
    private int handed;
    private int next;

    private final TreeMap<Long, Source> sources = new TreeMap<>();
    private final List<Leg> retired = new ArrayList<>();
    private long highest = -1;
    private int plannedVersion = -1;
    private boolean mustPlan;
    private boolean finished;

    /** @param cursor keeps the position of a named one, or null */
    DurableSubscription(Keeper keeper, Reporter reporter, SubscriptionRequest request, CursorKeeper cursor) {
        this.keeper = keeper;
        this.reporter = reporter;
        book = keeper.book();
        pattern = request.pattern();
        start = request.start() == null ? StartAt.LATEST : request.start();
        this.cursor = cursor;
        unconfirmed = cursor == null ? null : new Unconfirmed();
    }

    @Override
    public int poll(FrameHandler newHandler, int limit) {
        gate.enter();
        try {
            Leg[] current = legs;
            if (handler != newHandler) {
                handler = newHandler;
            }
            handed = 0;
            int left = limit;
            int first = next < current.length ? next : 0;
            next = first + 1;
            for (int i = 0; i < current.length && left > 0; i++) {
                int index = first + i < current.length ? first + i : first + i - current.length;
                left -= current[index].poll(left);
            }
            return handed;
        } finally {
            gate.exit();
        }
    }

    @Override
    public void onMessage(Source source, DirectBuffer buffer, int offset, int length, long end) {
        long position = ++ordinal;
        if (unconfirmed != null) {
            unconfirmed.add(position, source, end);
        }
        handed++;
        handler.onFrame(buffer, offset, length, null, position, false);
    }

    @Override
    public void confirm(long position) {
        if (unconfirmed != null) {
            unconfirmed.confirm(position);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                keeper.call(thread -> {
                    finish();
                    thread.remove(this);
                    return null;
                });
            } catch (IllegalStateException e) {
                // The engine was closed, and wrote the cursor then.
                legs = NONE;
            }
        }
    }

    boolean isReady() {
        return started;
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public int keep(DriverClient client, long nowNs) {
        if (closed || !book.isFilled()) {
            return 0;
        }
        int work = closeRetired();
        if (!started) {
            book.look();
            begin();
            started = true;
            work++;
        }
        work += watch(nowNs);
        if (mustPlan || plannedVersion != book.version()) {
            mustPlan = false;
            plannedVersion = book.version();
            work += plan(client, nowNs);
        }
        if (cursor != null) {
            cursor.write(nowNs, highest, sources.values());
        }
        return work;
    }

    private boolean isMine(Recording recording) {
        return !pattern.isConcrete()
                || StreamIds.lane(recording.streamId)
                        == StreamIds.laneOf(pattern.topic().hash(), StreamIds.lanes(recording.streamId));
    }

    /**
     * Works out where to begin in what the archive holds now; whatever is recorded later is read from its start.
     */
    private void begin() {
        if (cursor != null && cursor.resume(book, this::isMine, sources)) {
            highest = cursor.highest();
        } else {
            for (Recording recording : book.all()) {
                if (isMine(recording)) {
                    highest = recording.id;
                    beginNew(recording);
                }
            }
            if (cursor != null) {
                cursor.writeNow(highest, sources.values());
            }
        }
    }

    private void beginNew(Recording recording) {
        boolean ended = !recording.isActive();
        boolean wanted = switch (start.kind()) {
            case EARLIEST, SEQUENCE -> true;
            case LATEST -> !ended;
            // A recording's clock counts milliseconds; one more covers the rounding.
            case TIME -> !ended || recording.stopTimeMs + 1 >= TimeUnit.NANOSECONDS.toMillis(start.value());
        };
        if (wanted) {
            long from = start.kind() == StartAt.Kind.LATEST ? book.position(recording) : recording.startPosition;
            sources.put(recording.id, source(recording, from));
        }
    }

    private static Source source(Recording recording, long position) {
        return new Source(recording.id, recording.streamId, recording.startTimeMs, position);
    }

    /** Ends the replays that came to their end, and restarts those that broke off. */
    private int watch(long nowNs) {
        int work = 0;
        for (Leg leg : legs) {
            Recording recording = book.get(leg.source.recordingId);
            boolean drained =
                    recording != null && !recording.isActive() && leg.source.read.get() >= recording.stopPosition;
            boolean broken = leg.isGone() || !leg.hasImage() && nowNs - leg.openedNs > IMAGE_WAIT_NS;
            if (drained || broken) {
                leg.source.drained = drained;
                retire(leg);
                work++;
            }
        }
        return work;
    }

    private void retire(Leg leg) {
        List<Leg> left = new ArrayList<>(List.of(legs));
        left.remove(leg);
        legs = left.toArray(NONE);
        retired.add(leg);
    }

    /** A replay is closed, and its source read on elsewhere, only when the poller cannot be in it. */
    private int closeRetired() {
        if (retired.isEmpty() || !gate.isQuiet()) {
            return 0;
        }
        for (Leg leg : retired) {
            leg.close();
            leg.source.hasLeg = false;
        }
        retired.clear();
        mustPlan = true;
        return 1;
    }

    private int plan(DriverClient client, long nowNs) {
        int work = 0;
        for (Recording recording : book.all()) {
            if (recording.id > highest && isMine(recording)) {
                highest = recording.id;
                sources.put(recording.id, source(recording, recording.startPosition));
            }
        }
        int catchingUp = 0;
        for (Leg leg : legs) {
            Recording recording = book.get(leg.source.recordingId);
            catchingUp += recording != null && !recording.isActive() ? 1 : 0;
        }
        List<Recording> earlier = new ArrayList<>();
        for (Iterator<Source> i = sources.values().iterator(); i.hasNext(); ) {
            Source source = i.next();
            Recording recording = book.get(source.recordingId);
            if (recording == null) {
                if (!source.hasLeg && !source.drained) {
                    reportRemoved("recording=" + source.recordingId + " from position=" + source.handed.get());
                    source.drained = true;
                }
            } else if (!source.drained && !source.hasLeg) {
                source.drained = !recording.isActive() && source.handed.get() >= recording.stopPosition;
                boolean wanted = !source.drained
                        && (recording.isActive() || catchingUp < CATCH_UP)
                        && isFree(recording, earlier);
                if (wanted && work == LEGS_AT_ONCE) {
                    mustPlan = true;
                } else if (wanted) {
                    openLeg(client, source, recording, nowNs);
                    catchingUp += recording.isActive() ? 0 : 1;
                    work++;
                }
            }
            if (recording != null && !source.drained) {
                earlier.add(recording);
            }
            if (source.drained && !source.hasLeg && (cursor == null || source.isDone())) {
                i.remove();
            }
        }
        return work;
    }

    private static boolean isFree(Recording recording, List<Recording> earlier) {
        for (Recording before : earlier) {
            if (before.isBefore(recording)) {
                return false;
            }
        }
        return true;
    }

    private void openLeg(DriverClient client, Source source, Recording recording, long nowNs) {
        long from = source.handed.get();
        if (from < recording.startPosition) {
            reportRemoved("recording=" + recording.id + " from position=" + from + " to " + recording.startPosition);
            from = recording.startPosition;
            source.skipTo(from);
        }
        Leg leg = new Leg(source, this, nowNs);
        try {
            int stream = recording.streamId | REPLAY_MARK;
            long replay = client.archive()
                    .startReplay(
                            recording.id, from, AeronArchive.REPLAY_ALL_AND_FOLLOW, CommonContext.IPC_CHANNEL, stream);
            leg.opened(
                    client.archive(),
                    replay,
                    client.addSubscription(
                            CommonContext.IPC_CHANNEL + "?session-id=" + (int) replay, stream, image -> leg.onGone()));
        } catch (ArchiveException e) {
            mustPlan = true;
            if (e.errorCode() == ArchiveException.UNKNOWN_RECORDING) {
                book.removed(recording);
                return;
            }
            throw e;
        }
        source.hasLeg = true;
        Leg[] more = java.util.Arrays.copyOf(legs, legs.length + 1);
        more[legs.length] = leg;
        legs = more;
    }

    private void reportRemoved(String what) {
        reporter.failure(
                "retention gap",
                new EngineException("messages that pattern=" + pattern
                        + " had not read yet are gone: " + what
                        + " is no longer in the archive, removed by aeron.retention or by "
                        + "hand. Reading goes on at the oldest that is kept. Keep more, or read faster."));
    }

    @Override
    public void detach() {
        for (Leg leg : legs) {
            retired.add(leg);
        }
        for (Leg leg : retired) {
            leg.abandon();
        }
        legs = NONE;
        plannedVersion = -1;
    }

    /** Writes the cursor for the last time and gives the name back. Runs on the keeper's thread. */
    @Override
    public void finish() {
        closed = true;
        if (cursor != null && !finished) {
            finished = true;
            if (started) {
                cursor.writeNow(highest, sources.values());
            }
            cursor.close();
        }
    }

    @Override
    public boolean discard() {
        for (Leg leg : legs) {
            retired.add(leg);
        }
        legs = NONE;
        closeRetired();
        return retired.isEmpty();
    }
}
