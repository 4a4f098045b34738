package io.meridian.backtest.engine;

import io.meridian.sdk.MessageHandler;
import io.meridian.sdk.Profile;
import io.meridian.sdk.Subscription;
import java.util.ArrayDeque;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A plugin's interest in the topics of one pattern. */
final class LocalSubscription implements Subscription, Hearer {
    private final World world;
    private final Member member;
    private final String pattern;
    private final Profile profile;
    private final MessageHandler handler;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean live;
    private boolean open = true;
    private boolean paused;

    /** @param live whether it has no past to catch up with */
    LocalSubscription(
            World world, Member member, String pattern, Profile profile, MessageHandler handler, boolean live) {
        this.world = world;
        this.member = member;
        this.pattern = pattern;
        this.profile = profile;
        this.handler = handler;
        this.live = live;
    }

    MessageHandler handler() {
        return handler;
    }

    void wentLive() {
        live = true;
    }

    @Override
    public void hear(LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        if (!open) {
            return;
        }
        if (paused || !held.isEmpty()) {
            UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            held.add(() -> member.handle(this, topic, copy, 0, length));
        } else {
            member.handle(this, topic, buffer, offset, length);
        }
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
        return open;
    }

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        world.bus().later(this::release);
    }

    private void release() {
        while (!paused && open && !held.isEmpty()) {
            held.remove().run();
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            world.bus().unsubscribe(this);
        }
    }
}
