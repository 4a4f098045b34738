package io.meridian.backtest.engine;

import io.meridian.sdk.MessageHandler;
import io.meridian.sdk.Notice;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.Profile;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.Refused;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.runtime.Manifest;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sdk.runtime.SettingsBinder;
import io.meridian.sdk.runtime.TimerQueue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** A plugin in this process, and what a sidecar would do for it: what it does not declare is refused. */
final class Member {
    /** After so many tries a message is a dead letter. */
    private static final int TRIES = 5;

    private final World world;
    private final PluginSpec spec;
    private final Manifest manifest;
    private final int source;
    private final Plugin plugin;
    private final TimerQueue timers = new TimerQueue();
    private final Events events;
    private final Message message = new Message();
    private final Map<String, LocalPublisher> publishers = new HashMap<>();
    private final Map<String, LocalSubscription> subscribed = new LinkedHashMap<>();
    private Message handling;
    private long tags;

    Member(World world, PluginSpec spec, int source) {
        this.world = world;
        this.spec = spec;
        this.source = source;
        events = world.newEvents();
        manifest = Manifest.of(spec.type());
        SettingsBinder.bind(manifest.settings(), spec.settings());
        plugin = RuntimeOptions.create(spec.type());
        plugin.attach(new MemberContext(world, this));
    }

    PluginSpec spec() {
        return spec;
    }

    Manifest manifest() {
        return manifest;
    }

    int source() {
        return source;
    }

    TimerQueue timers() {
        return timers;
    }

    Message handling() {
        return handling;
    }

    long nextTag() {
        return ++tags;
    }

    /** Runs a task as the handler of a message that did not just come. */
    void handling(Message kept, Runnable task) {
        Message outer = handling;
        handling = kept;
        try {
            task.run();
        } finally {
            handling = outer;
        }
    }

    // What its author wrote.

    void start() {
        run("its start", plugin::onStart);
    }

    void stop() {
        run("its end", plugin::onStop);
    }

    /** Fires the first timer that is due. */
    void fire(long nowNs) {
        TimerQueue.Entry timer = timers.due(nowNs);
        if (timer == null) {
            return;
        }
        run("the timer " + timer.name(), timer.handler() != null ? timer.handler() : () -> plugin.onTimer(timer));
        timers.fired(timer, nowNs);
    }

    void run(String where, Runnable task) {
        try {
            task.run();
        } catch (VirtualMachineError broken) {
            throw broken;
        } catch (Throwable failure) {
            throw new PluginFailedException(spec.instance(), where, world.nowNs(), failure);
        }
        requireNoClaim(where);
    }

    private void requireNoClaim(String where) {
        if (world.bus().isClaimed()) {
            throw new PluginFailedException(
                    spec.instance(),
                    where,
                    world.nowNs(),
                    new IllegalStateException("a claim was neither committed nor aborted"));
        }
    }

    void handle(LocalSubscription subscription, LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        handle(subscription, message.wrap(buffer, offset, length, topic.name, false), 1);
    }

    private void handle(LocalSubscription subscription, Message delivered, int tries) {
        handling = delivered;
        try {
            plugin.handle(delivered, events.of(delivered), subscription.handler());
        } catch (VirtualMachineError broken) {
            throw broken;
        } catch (Throwable failure) {
            throw new PluginFailedException(spec.instance(), delivered.topic(), world.nowNs(), failure);
        } finally {
            handling = null;
        }
        requireNoClaim(delivered.topic());
        switch (delivered.outcome()) {
            case DONE -> {
                // The usual case.
            }
            case RETRY -> again(subscription, delivered, tries);
            case REJECT -> deadLetter(delivered);
        }
    }

    /** What else is in line now comes before it, since that may be what it waits for. */
    private void again(LocalSubscription subscription, Message delivered, int tries) {
        if (tries == TRIES) {
            deadLetter(delivered);
            return;
        }
        Message lasting = delivered.copy();
        world.whenQuiet(() -> handle(subscription, lasting, tries + 1));
    }

    private void deadLetter(Message delivered) {
        world.listener().onDeadLetter(spec.instance(), world.nowNs(), delivered.topic(), delivered.reason());
    }

    // What it asks for.

    LocalPublisher publisher(String topic) {
        LocalPublisher publisher = publishers.get(topic);
        if (publisher == null) {
            LocalTopic local = world.bus().topic(topic);
            boolean allowed = isDeclared(manifest.publishes(), topic);
            publisher = new LocalPublisher(world, this, local, manifest.profile(topic), allowed);
            publishers.put(topic, publisher);
            if (!allowed) {
                refuse("publish", topic, "publishes", manifest.publishes());
            }
        }
        return publisher;
    }

    LocalSubscription subscribe(String pattern, SubscribeOptions options, MessageHandler handler) {
        TopicRules.requirePattern(pattern);
        boolean past = options.readsPast();
        Profile profile = options.profile() == null ? manifest.profile(pattern) : options.profile();
        LocalSubscription subscription = new LocalSubscription(world, this, pattern, profile, handler, !past);
        if (!isDeclared(manifest.subscribes(), pattern)) {
            subscription.close();
            refuse("subscribe", pattern, "subscribes", manifest.subscribes());
            return subscription;
        }
        subscribed.put(pattern, subscription);
        world.bus().subscribe(pattern, subscription);
        if (past) {
            world.bus().later(() -> live(subscription));
        }
        return subscription;
    }

    /** A bus of the past keeps nothing that was published before it began: that is asked for as history. */
    private void live(LocalSubscription subscription) {
        subscription.wentLive();
        run(
                "a notice",
                () -> plugin.onNotice(
                        new Notice(Notice.Kind.LIVE, subscription.pattern(), "", 0, "what comes is new")));
    }

    boolean isSubscribed(String pattern) {
        LocalSubscription subscription = subscribed.get(pattern);
        return subscription != null && subscription.isOpen();
    }

    static boolean isDeclared(List<String> declared, String topic) {
        return declared.stream().anyMatch(pattern -> TopicRules.covers(pattern, topic));
    }

    void refuse(String action, String topic, String list, List<String> declared) {
        refused(new Refused(
                action,
                topic,
                0,
                RefusalCode.ACL_DENIED,
                action + " of topic=" + topic + " is not declared: add it to " + list
                        + " of @MeridianPlugin, which has " + declared,
                "",
                "add \"" + topic + "\" to " + list));
    }

    private void refused(Refused refused) {
        world.listener().onRefused(spec.instance(), world.nowNs(), refused);
        world.bus().later(() -> run("a refusal", () -> plugin.refuse(refused)));
    }
}
