package io.meridian.backtest.replay;

import io.meridian.sdk.MessageHandler;
import io.meridian.sdk.Profile;
import io.meridian.sdk.Subscription;
import io.meridian.sdk.record.Kind;

/** A subscription; what it sees is in the recording. */
final class ReplaySubscription implements Subscription {
    private final ReplayContext context;
    private final long number;
    private final String pattern;
    private final Profile profile;
    private final MessageHandler handler;

    ReplaySubscription(ReplayContext context, long number, String pattern, Profile profile, MessageHandler handler) {
        this.context = context;
        this.number = number;
        this.pattern = pattern;
        this.profile = profile;
        this.handler = handler;
    }

    /** Null: the plugin's own, by type. */
    MessageHandler handler() {
        return handler;
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
        return context.looks("open", Long.toString(number));
    }

    @Override
    public boolean isLive() {
        return context.looks("live", Long.toString(number));
    }

    @Override
    public void pause() {
        change("paused");
    }

    @Override
    public void resume() {
        change("resumed");
    }

    @Override
    public void close() {
        change("closed");
        context.closed(this);
    }

    private void change(String what) {
        context.said().says(Kind.CHANGED, number, what);
        context.claim().requireNone();
    }
}
