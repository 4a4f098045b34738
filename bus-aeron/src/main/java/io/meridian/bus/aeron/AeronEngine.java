package io.meridian.bus.aeron;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.TopicPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Hands out publications and subscriptions, and leaves the rest to its keeper. */
final class AeronEngine implements BusEngine {
    private static final long READY_WAIT_NS = TimeUnit.SECONDS.toNanos(3);
    /** No message waits for the keeper, and who asks it for something wakes it. */
    private static final long LONGEST_REST_NS = TimeUnit.MILLISECONDS.toNanos(8);

    private record LaneKey(Object owner, Profile profile, int lane) {}

    private final AeronOptions options;
    private final Capabilities capabilities;
    private final StreamIds streams;
    private final Channels channels;
    private final Reporter reporter;
    private final Keeper keeper;
    private final AgentRunner runner;
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final Map<LaneKey, LanePublication> lanes = new HashMap<>();
    private final String instance;
    private int owners;
    private boolean closed;

    AeronEngine(EngineContext context, AeronOptions options, Capabilities capabilities) {
        this.options = options;
        this.capabilities = capabilities;
        streams = new StreamIds(options.deployment());
        channels = new Channels(options);
        instance = Long.toHexString(ProcessHandle.current().pid()) + "-"
                + Long.toHexString(context.clock().nanoTime());
        reporter = new Reporter(context.listener(), clock);
        keeper = new Keeper(options, clock, SystemEpochClock.INSTANCE, reporter);
        runner = new AgentRunner(
                new BackoffIdleStrategy(10, 10, 50_000, LONGEST_REST_NS),
                error -> reporter.failure("keeper", Failures.of("the aeron engine's thread failed", options, error)),
                null,
                keeper);
        Thread thread = new Thread(runner, keeper.roleName());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isConnected() {
        return keeper.isConnected();
    }

    @Override
    public EnginePublication publication(PublicationRequest request) {
        int index = StreamIds.laneOf(request.topic().hash(), options.lanes());
        LanePublication lane;
        synchronized (lanes) {
            verifyOpen();
            LaneKey key = new LaneKey(request.owner(), request.profile(), index);
            lane = lanes.get(key);
            if (lane == null) {
                int streamId = streams.of(request.profile(), options.lanes(), index);
                String channel = request.profile() == Profile.FAST
                        ? channels.fastPublication()
                        : channels.durablePublication("meridian-" + instance + "-" + owners++);
                LanePublication opened = new LanePublication(keeper, request.profile(), channel, streamId, options);
                open(opened, request.profile());
                lanes.put(key, opened);
                lane = opened;
            }
            lane.acquire();
        }
        LanePublication shared = lane;
        awaitReady(shared::isReady);
        return new AeronPublication(this, lane);
    }

    @Override
    public EngineSubscription subscription(SubscriptionRequest request) {
        synchronized (lanes) {
            verifyOpen();
        }
        if (request.profile() == Profile.FAST) {
            FastSubscription subscription = new FastSubscription(
                    keeper,
                    channels.fastSubscription(request.overflow()),
                    fastStreams(request.pattern()),
                    channels.isFastIpc());
            open(subscription, Profile.FAST);
            awaitReady(subscription::isReady);
            return subscription;
        }
        CursorKeeper cursor = request.name() == null
                ? null
                : CursorKeeper.open(
                        options,
                        SystemEpochClock.INSTANCE,
                        reporter,
                        request.name(),
                        request.pattern().text());
        DurableSubscription subscription = new DurableSubscription(keeper, reporter, request, cursor);
        try {
            open(subscription, Profile.DURABLE);
        } catch (RuntimeException e) {
            if (cursor != null) {
                cursor.close();
            }
            throw e;
        }
        awaitReady(subscription::isReady);
        return subscription;
    }

    private int[] fastStreams(TopicPattern pattern) {
        int lanesNow = options.lanes();
        IntStream indexes = pattern.isConcrete()
                ? IntStream.of(StreamIds.laneOf(pattern.topic().hash(), lanesNow))
                : IntStream.range(0, lanesNow);
        return indexes.map(lane -> streams.of(Profile.FAST, lanesNow, lane)).toArray();
    }

    private void open(Keeper.Tenant tenant, Profile profile) {
        keeper.call(thread -> {
            if (profile == Profile.DURABLE) {
                thread.wantArchive();
            }
            thread.add(tenant);
            return null;
        });
    }

    /** Bounded, and only while connected: an engine that is away opens things later. */
    private void awaitReady(BooleanSupplier ready) {
        long deadlineNs = clock.nanoTime() + READY_WAIT_NS;
        while (!ready.getAsBoolean() && mayBecomeReady() && clock.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    private boolean mayBecomeReady() {
        return keeper.isConnected() || keeper.isConnecting();
    }

    void release(LanePublication lane) {
        synchronized (lanes) {
            if (lane.release()) {
                lanes.values().remove(lane);
                lane.close();
                keeper.post(() -> keeper.remove(lane));
            }
        }
    }

    private void verifyOpen() {
        if (closed) {
            throw new IllegalStateException("the aeron engine of deployment=" + options.deployment() + " is closed");
        }
    }

    @Override
    public void close() {
        synchronized (lanes) {
            if (!closed) {
                closed = true;
                lanes.values().forEach(LanePublication::close);
                lanes.clear();
            }
        }
        runner.close();
    }
}
