package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.kafka.Cursor.Place;
import io.meridian.bus.kafka.KeyFilter.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;

/**
 * Reads Kafka topics with a consumer of its own. That consumer belongs to one thread at a time: {@code guard} says whether
 * the poller is inside, and who closes while it is only wakes it; then the poller closes on its way out.
 */
abstract class KafkaSubscription implements EngineSubscription {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSED = 2;
    private static final int MOST_RECORDS = 500;
    private static final long ERROR_PAUSE_NS = 500_000_000L;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    final KafkaEngine engine;
    final SubscriptionRequest request;

    /** Null for a subscription without a name. */
    final String group;

    final Cursor cursor = new Cursor();
    final CursorCommits commits;
    /** On the fast profile what was handed over is done with. */
    private final boolean keepsCursor;

    private final AtomicInteger guard = new AtomicInteger(IDLE);
    private final Object monitor = new Object();
    private final UnsafeBuffer headerView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payloadView = new UnsafeBuffer(0, 0);
    private final LagDropper dropper;
    private final LookPace pace;
    private volatile KafkaConsumer<Key, ByteBuffer> consumer;
    private volatile boolean closing;
    private volatile boolean awaiting;
    private volatile boolean stopped;
    private volatile boolean late;
    private final long askedNs;
    private int catalogVersion;
    private long pausedUntilNs;
    private boolean isPaused;
    private long handed;
    private ConsumerRecords<Key, ByteBuffer> batch;
    private Iterator<TopicPartition> batchPartitions;
    private List<ConsumerRecord<Key, ByteBuffer>> records = List.of();
    private int nextRecord;
    private Place place;

    KafkaSubscription(KafkaEngine engine, SubscriptionRequest request, String group) {
        this.engine = engine;
        this.request = request;
        this.group = group;
        keepsCursor = group != null && request.profile() == Profile.DURABLE;
        askedNs = engine.epochNs();
        commits = new CursorCommits(engine, cursor, this);
        pace = new LookPace(engine.config().longestRestNs(), System.nanoTime());
        dropper = request.overflow() == Overflow.LOSSY ? new LagDropper(request.bufferLimit()) : null;
    }

    // ------------------------------------------------------------------------------------------------ opening

    /**
     * Where a new subscription begins. One that could not be set up when it was asked for does not miss what was published
     * since: its latest is then the time at which it was asked for.
     */
    final StartAt start() {
        StartAt asked = request.profile() == Profile.FAST ? StartAt.LATEST : request.start();
        return late && asked.kind() == StartAt.Kind.LATEST ? StartAt.time(Math.max(0, askedNs)) : asked;
    }

    /** It was not set up when it was asked for. */
    final void beginLate() {
        late = true;
    }

    /** Finds out where to begin; the cluster is there. May wait for it, and may be called again after a failure. */
    abstract void prepare(Waiter waiter);

    /** Gives the consumer what was prepared. */
    abstract void begin(KafkaConsumer<Key, ByteBuffer> fresh);

    /** The Kafka topics changed: takes up new ones from their beginning. By the poller. */
    abstract void followCatalog(KafkaConsumer<Key, ByteBuffer> own);

    /** The consumer is closed. */
    void ended() {}

    /** Whether there is anything to poll. */
    abstract boolean hasSource();

    final boolean isSetUp() {
        return consumer != null || closing;
    }

    /** Connects it. By the thread that opens it, or later by the link's thread; not both at once. */
    final void setUp(Waiter waiter) {
        if (isSetUp()) {
            return;
        }
        int versionBefore = engine.catalog().version();
        prepare(waiter);
        int most = dropper == null ? MOST_RECORDS : Math.clamp(request.bufferLimit(), 1, MOST_RECORDS);
        KafkaConsumer<Key, ByteBuffer> fresh = new KafkaConsumer<>(
                engine.config().consumer(group, most), new KeyFilter(request.pattern()), new ValueView());
        begin(fresh);
        catalogVersion = versionBefore;
        consumer = fresh;
        if (guard.get() == CLOSED) {
            closeConsumer();
        }
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    // ------------------------------------------------------------------------------------------------ polling

    @Override
    public final int poll(FrameHandler handler, int limit) {
        if (!enter()) {
            return 0;
        }
        try {
            KafkaConsumer<Key, ByteBuffer> own = consumer;
            if (own == null || stopped) {
                return 0;
            }
            int count = handOver(handler, limit);
            return count > 0 || !look(own) ? count : handOver(handler, limit);
        } finally {
            exit();
        }
    }

    @Override
    public final void await(long timeoutNs) {
        if (!enter()) {
            return;
        }
        try {
            KafkaConsumer<Key, ByteBuffer> own = consumer;
            if (own == null || stopped || isPausedNow()) {
                waitBriefly(timeoutNs);
            } else if (!hasBatch()) {
                long most = group == null
                        ? timeoutNs
                        : Math.min(timeoutNs, engine.config().commitIntervalNs());
                awaiting = true;
                try {
                    if (hasSource() || engine.catalog().version() != catalogVersion) {
                        fetch(own, Duration.ofNanos(most));
                    } else {
                        waitBriefly(timeoutNs);
                    }
                } finally {
                    awaiting = false;
                }
            }
        } finally {
            exit();
        }
    }

    private boolean enter() {
        return !closing && guard.compareAndSet(IDLE, BUSY);
    }

    private void exit() {
        guard.set(IDLE);
        if (closing && guard.compareAndSet(IDLE, CLOSED)) {
            closeConsumer();
        }
    }

    private void waitBriefly(long timeoutNs) {
        synchronized (monitor) {
            if (!closing
                    && timeoutNs > 0
                    && (consumer == null || engine.catalog().version() == catalogVersion)) {
                try {
                    monitor.wait(Math.clamp(timeoutNs / 1_000_000, 1, 100));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private boolean hasBatch() {
        return nextRecord < records.size() || batchPartitions != null && batchPartitions.hasNext();
    }

    private int handOver(FrameHandler handler, int limit) {
        int count = 0;
        while (count < limit && !closing && !stopped) {
            if (nextRecord == records.size()) {
                if (batchPartitions == null || !batchPartitions.hasNext()) {
                    batch = null;
                    batchPartitions = null;
                    records = List.of();
                    nextRecord = 0;
                    return count;
                }
                TopicPartition partition = batchPartitions.next();
                records = batch.records(partition);
                place = cursor.place(partition);
                nextRecord = 0;
            } else if (place == null) {
                nextRecord = records.size();
            } else if (handOver(handler, records.get(nextRecord++))) {
                count++;
            }
        }
        return count;
    }

    private boolean handOver(FrameHandler handler, ConsumerRecord<Key, ByteBuffer> record) {
        long offset = record.offset();
        if (offset != place.next && place.next >= 0) {
            engine.episodes()
                    .begin(
                            "misplaced " + this + place.partition + offset,
                            RecordProblems.misplaced(this, place, offset));
        }
        place.next = offset + 1;
        Key key = record.key();
        if (key == null || !key.wanted) {
            return false;
        }
        Header envelope = record.headers().lastHeader(RecordHeaders.ENVELOPE);
        byte[] header = envelope == null ? null : envelope.value();
        if (header == null) {
            engine.episodes().begin("foreign " + record.topic(), RecordProblems.foreign(record));
            return false;
        }
        if (dropper != null) {
            dropper.wanted++;
        }
        headerView.wrap(header);
        ByteBuffer value = record.value();
        int length = 0;
        if (value != null) {
            length = value.remaining();
            payloadView.wrap(value, value.position(), length);
        }
        long position = keepsCursor ? cursor.handOver(place, offset) : ++handed;
        handler.onFrame(headerView, 0, header.length, payloadView, 0, length, key.topic, position, false);
        return true;
    }

    private boolean look(KafkaConsumer<Key, ByteBuffer> own) {
        long beganNs = System.nanoTime();
        if (!pace.isDue(beganNs)) {
            return false;
        }
        boolean found = fetch(own, Duration.ZERO);
        if (found) {
            pace.found(beganNs);
        } else {
            pace.foundNothing(beganNs, System.nanoTime());
        }
        return found;
    }

    /** Asks the consumer for the next batch; whether there is one. The last batch is used up. */
    private boolean fetch(KafkaConsumer<Key, ByteBuffer> own, Duration timeout) {
        if (isPausedNow()) {
            return false;
        }
        try {
            if (engine.catalog().version() != catalogVersion) {
                catalogVersion = engine.catalog().version();
                followCatalog(own);
            }
            if (!hasSource()) {
                return false;
            }
            if (group != null) {
                commits.writeWhenDue(own);
            }
            if (dropper != null) {
                dropper.skip(own, cursor);
            }
            ConsumerRecords<Key, ByteBuffer> next = own.poll(timeout);
            if (next.isEmpty()) {
                return false;
            }
            if (dropper != null) {
                dropper.seen += next.count();
            }
            batch = next;
            batchPartitions = next.partitions().iterator();
            return true;
        } catch (WakeupException e) {
            return false;
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (KafkaException e) {
            isPaused = true;
            pausedUntilNs = System.nanoTime() + ERROR_PAUSE_NS;
            if (!Failures.isPassing(e)) {
                engine.episodes().begin("subscription " + this, Failures.tell(toString(), e));
            }
            return false;
        }
    }

    private boolean isPausedNow() {
        if (isPaused && System.nanoTime() - pausedUntilNs >= 0) {
            isPaused = false;
        }
        return isPaused;
    }

    /** Hands nothing over any more and writes nothing down, but is not closed yet. From any thread. */
    final void stop(EngineException why) {
        stopped = true;
        engine.episodes().begin("stop " + this, why);
    }

    final boolean isClosing() {
        return closing;
    }

    /** There may be new Kafka topics: an awaiting poller should look. From any thread. */
    final void onCatalogChange() {
        KafkaConsumer<Key, ByteBuffer> own = consumer;
        if (awaiting && own != null) {
            own.wakeup();
        }
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    // ------------------------------------------------------------------------------------------------ cursors

    @Override
    public final void confirm(long position) {
        if (keepsCursor) {
            cursor.confirm(position);
        }
    }

    @Override
    public final long dropped() {
        return dropper == null ? 0 : dropper.dropped;
    }

    // ------------------------------------------------------------------------------------------------ closing

    @Override
    public final void close() {
        closing = true;
        KafkaConsumer<Key, ByteBuffer> own = consumer;
        if (awaiting && own != null) {
            own.wakeup();
        }
        synchronized (monitor) {
            monitor.notifyAll();
        }
        if (guard.compareAndSet(IDLE, CLOSED)) {
            closeConsumer();
        }
        engine.released(this);
    }

    private synchronized void closeConsumer() {
        KafkaConsumer<Key, ByteBuffer> own = consumer;
        consumer = null;
        if (own == null) {
            return;
        }
        try {
            if (group != null && !stopped) {
                Map<TopicPartition, OffsetAndMetadata> last = cursor.toCommit(false);
                if (this instanceof AssignedSubscription) {
                    engine.notes().addRelease(last);
                }
                commits.writeAndWait(own, last);
            }
            own.close(CloseOptions.timeout(engine.isConnected() ? CLOSE_TIMEOUT : Duration.ZERO));
            ended();
        } catch (KafkaException e) {
            engine.episodes().begin("close " + this, Failures.tell("closing " + this, e));
        }
    }

    @Override
    public final String toString() {
        return (group == null ? "subscription" : "subscription=" + request.name()) + " to "
                + request.pattern().text();
    }
}
