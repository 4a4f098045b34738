package io.meridian.bus.aeron;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.status.CountersReader;

/**
 * What the archive holds of this deployment, kept up to date: a new recording shows by its counter within a turn
 * of the keeper, and a sweep each second finds what that misses. Used by the keeper's thread alone.
 */
final class RecordingBook {
    private static final int PAGE = 512;
    private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);

    /** One publisher session on one lane. */
    static final class Recording {
        final long id;
        final int streamId;
        final String publisher;
        final long startTimeMs;
        final int termLength;
        final int segmentLength;
        long startPosition;
        long stopPosition;
        long stopTimeMs;
        int counter = CountersReader.NULL_COUNTER_ID;

        Recording(long id, int streamId, String publisher, long startTimeMs, int termLength, int segmentLength) {
            this.id = id;
            this.streamId = streamId;
            this.publisher = publisher;
            this.startTimeMs = startTimeMs;
            this.termLength = termLength;
            this.segmentLength = segmentLength;
        }

        boolean isActive() {
            return stopPosition == AeronArchive.NULL_POSITION;
        }

        /**
         * Whether all of it must be read before the other: the same publisher's, or ended before the other began.
         */
        boolean isBefore(Recording other) {
            return id < other.id
                    && streamId == other.streamId
                    && (publisher.equals(other.publisher) || !isActive() && stopTimeMs <= other.startTimeMs);
        }
    }

    private final StreamIds streams;
    private final Retention retention;
    private final TreeMap<Long, Recording> recordings = new TreeMap<>();
    private DriverClient client;
    private boolean stale;
    private long nextId;
    private long nextSweepNs;
    private int version;

    RecordingBook(AeronOptions options, EpochClock epochClock, Reporter reporter) {
        streams = new StreamIds(options.deployment());
        retention = new Retention(options, epochClock, reporter);
    }

    void attach(DriverClient newClient) {
        client = newClient;
    }

    void detach() {
        client = null;
        recordings.clear();
        nextId = 0;
        version++;
    }

    void archiveConnected() {
        recordings.clear();
        nextId = 0;
        stale = true;
    }

    /** Grows with every change, so that readers need not look when there is none. */
    int version() {
        return version;
    }

    Collection<Recording> all() {
        return recordings.values();
    }

    Recording get(long id) {
        return recordings.get(id);
    }

    /** Whether the book shows the archive as it is; false until the first look into it. */
    boolean isFilled() {
        return client != null && client.hasArchive() && !stale;
    }

    void onAvailableCounter(CountersReader counters, long registrationId, int counterId) {
        stale |= counters.getCounterTypeId(counterId) == RecordingPos.RECORDING_POSITION_TYPE_ID;
    }

    int refresh(long nowNs) {
        boolean sweep = nowNs - nextSweepNs >= 0;
        if (!stale && !sweep) {
            return checkActive();
        }
        nextSweepNs = nowNs + SWEEP_NS;
        look();
        if (sweep) {
            retention.apply(client.archive(), this);
        }
        return 1;
    }

    /** Brings the book up to date now. */
    void look() {
        stale = false;
        try {
            int found;
            do {
                found = client.archive().listRecordings(nextId, PAGE, this::onRecording);
            } while (found == PAGE);
            checkActive();
        } catch (RuntimeException e) {
            stale = true;
            throw e;
        }
    }

    private void onRecording(
            long controlSessionId,
            long correlationId,
            long recordingId,
            long startTimestamp,
            long stopTimestamp,
            long startPosition,
            long stopPosition,
            int initialTermId,
            int segmentFileLength,
            int termBufferLength,
            int mtuLength,
            int sessionId,
            int streamId,
            String strippedChannel,
            String originalChannel,
            String sourceIdentity) {
        nextId = Math.max(nextId, recordingId + 1);
        if (streams.isDurable(streamId)) {
            Recording recording = recordings.computeIfAbsent(
                    recordingId,
                    id -> new Recording(
                            id,
                            streamId,
                            publisher(originalChannel),
                            startTimestamp,
                            termBufferLength,
                            segmentFileLength));
            recording.startPosition = startPosition;
            recording.stopPosition = stopPosition;
            recording.stopTimeMs = stopTimestamp;
            version++;
        }
    }

    private static String publisher(String channel) {
        return ChannelUri.parse(channel).get(CommonContext.ALIAS_PARAM_NAME, channel);
    }

    private static boolean isCounted(CountersReader counters, Recording recording) {
        return recording.counter != CountersReader.NULL_COUNTER_ID
                && RecordingPos.isActive(counters, recording.counter, recording.id);
    }

    /** Notices recordings that ended. */
    private int checkActive() {
        int changes = 0;
        CountersReader counters = client.counters();
        for (Recording recording : recordings.values()) {
            if (recording.isActive() && !isCounted(counters, recording)) {
                recording.counter = RecordingPos.findCounterIdByRecording(
                        counters, recording.id, client.archive().archiveId());
                if (recording.counter == CountersReader.NULL_COUNTER_ID) {
                    changes += client.archive().listRecording(recording.id, this::onRecording);
                }
            }
        }
        return changes;
    }

    /** How far an active recording has come, or where an ended one stopped. */
    long position(Recording recording) {
        if (!recording.isActive()) {
            return recording.stopPosition;
        }
        CountersReader counters = client.counters();
        if (isCounted(counters, recording)) {
            return counters.getCounterValue(recording.counter);
        }
        long position = client.archive().getRecordingPosition(recording.id);
        return position == AeronArchive.NULL_POSITION ? client.archive().getStopPosition(recording.id) : position;
    }

    void startChanged(Recording recording, long startPosition) {
        recording.startPosition = startPosition;
        version++;
    }

    void removed(Recording recording) {
        recordings.remove(recording.id);
        version++;
    }

    /**
     * Has the archive record one publisher session until it ends. A recording of its own keeps the publisher's
     * name in the catalog, which a recording of all sessions of a lane would not.
     */
    void record(String channel, int streamId, int sessionId) {
        client.archive()
                .startRecording(ChannelUri.addSessionId(channel, sessionId), streamId, SourceLocation.LOCAL, true);
    }
}
