package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Overflow;
import io.meridian.plugin.contract.proto.Pause;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.sdk.MessageHandler;
import io.meridian.sdk.Profile;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.Subscription;
import io.meridian.sdk.record.Kind;

/** A subscription of this session. */
final class RingSubscription implements Subscription {
    private final Session session;
    private final String pattern;
    private final Profile profile;
    private final SubscribeOptions options;
    private final MessageHandler handler;
    private final int index;
    private long call;
    private final long begunNs;
    private final boolean history;
    private int number;
    private boolean live;
    private boolean closed;
    /** No grant allows it now; it is opened again when grants are others. */
    private boolean denied;

    private boolean openedAgain;

    private long handledUpTo;
    private long settledUpTo;

    RingSubscription(
            Session session,
            String pattern,
            Profile profile,
            SubscribeOptions options,
            MessageHandler handler,
            int index,
            long call,
            long begunNs) {
        this.session = session;
        this.pattern = pattern;
        this.profile = profile;
        this.options = options;
        this.handler = handler;
        this.index = index;
        this.call = call;
        this.begunNs = begunNs;
        history = options.readsPast();
        live = !history;
    }

    byte[] openRequest() {
        Open.Builder open = Open.newBuilder()
                .setPattern(pattern)
                .setProfile(
                        profile == Profile.DURABLE
                                ? io.meridian.plugin.contract.proto.Profile.DURABLE
                                : io.meridian.plugin.contract.proto.Profile.FAST)
                .setOverflow(options.lossless() || profile == Profile.DURABLE ? Overflow.LOSSLESS : Overflow.LOSSY);
        if (options.earliest()) {
            open.setBegin(Start.EARLIEST);
        } else if (options.back() != null) {
            open.setBegin(Start.TIME).setBeginAt(begunNs - options.back().toNanos());
        } else if (options.fromNs() != 0) {
            open.setBegin(Start.TIME).setBeginAt(options.fromNs());
        } else {
            open.setBegin(Start.LATEST);
        }
        if (options.name() != null) {
            open.setName(options.name());
        } else if (profile == Profile.DURABLE && !history) {
            open.setName(defaultName());
        }
        if (options.group() != null) {
            open.setGroup(options.group());
        }
        return SubscribeRequest.newBuilder().setOpen(open).build().toByteArray();
    }

    /** So that a durable subscription goes on where it left off without being named by its author. */
    private String defaultName() {
        return pattern.replace("**", "all").replace('*', '_').replace('.', '-');
    }

    void opened(int newNumber) {
        openedAgain = false;
        number = newNumber;
    }

    boolean isOpening() {
        return number == 0 && !closed;
    }

    void ended() {
        closed = true;
    }

    void denied() {
        closed = true;
        denied = true;
    }

    boolean isDenied() {
        return denied;
    }

    /** It is asked for once more, and counts its deliveries from the beginning. */
    void again(long newCall) {
        call = newCall;
        number = 0;
        handledUpTo = 0;
        settledUpTo = 0;
        closed = false;
        denied = false;
        openedAgain = true;
    }

    /** Whether the plugin was told already that it is denied. */
    boolean isOpenedAgain() {
        return openedAgain;
    }

    void wentLive() {
        live = true;
    }

    int number() {
        return number;
    }

    long call() {
        return call;
    }

    /** How many subscriptions were made before it. */
    int index() {
        return index;
    }

    MessageHandler handler() {
        return handler;
    }

    /** Whether a message published at a time is of the past for this subscription. */
    boolean isHistorical(long publishTimeNs) {
        if (live) {
            return false;
        }
        return publishTimeNs < begunNs;
    }

    /** @param delivery was handled, as were all before it */
    void handled(long delivery) {
        handledUpTo = delivery;
    }

    /** The delivery up to which the sidecar is to be told DONE, 0 when it knows all. */
    long toSettle() {
        return handledUpTo > settledUpTo ? handledUpTo : 0;
    }

    void settled(long delivery) {
        settledUpTo = Math.max(settledUpTo, delivery);
        handledUpTo = Math.max(handledUpTo, delivery);
    }

    @Override
    public String pattern() {
        return pattern;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public boolean isOpen() {
        return looked("open", number != 0 && !closed);
    }

    @Override
    public boolean isLive() {
        return looked("live", live);
    }

    private boolean looked(String what, boolean seen) {
        if (session.notes().recorder() != null) {
            session.notes().said(Kind.LOOKED, what, Integer.toString(index), seen);
        }
        return seen;
    }

    @Override
    public void pause() {
        pause(true);
    }

    @Override
    public void resume() {
        pause(false);
    }

    private void pause(boolean paused) {
        session.notes().said(Kind.CHANGED, index, paused ? "paused" : "resumed");
        session.send(
                call,
                io.meridian.plugin.contract.frames.Method.SUBSCRIBE,
                false,
                SubscribeRequest.newBuilder()
                        .setPause(Pause.newBuilder().setPaused(paused))
                        .build()
                        .toByteArray());
    }

    @Override
    public void close() {
        session.notes().said(Kind.CHANGED, index, "closed");
        denied = false;
        if (!closed) {
            closed = true;
            session.topics().close(this);
        }
    }
}
