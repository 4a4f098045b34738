package io.meridian.backtest.engine;

import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Plugins, their bus and their clock. Whoever runs it moves the clock: {@link #advance} to a time, publish what happened then, and
 * {@link #settle}. For one thread.
 */
final class World {
    static final int MAX_PAYLOAD = 1 << 20;

    /** Steps without the clock moving on, after which the plugins are taken to answer each other for ever. */
    private static final long ENDLESS = 50_000_000;

    private final String name;
    private final WorldListener listener;
    private final LocalBus bus = new LocalBus();
    private final Events events = new Events();
    private final Requests requests = new Requests(this);
    private final List<Member> members = new ArrayList<>();
    private final Queue<Runnable> whenQuiet = new ArrayDeque<>();
    private final Thread thread = Thread.currentThread();
    private TapeHistory history;
    private int sources;
    private long nowNs;
    private long steps;

    World(String name, long beginNs, WorldListener listener) {
        this.name = name;
        this.listener = listener;
        nowNs = beginNs;
    }

    String name() {
        return name;
    }

    LocalBus bus() {
        return bus;
    }

    /** What reads events, for one who hears messages here. */
    Events newEvents() {
        return new Events(events);
    }

    Requests requests() {
        return requests;
    }

    /** What answers questions for the past. */
    TapeHistory history() {
        return history;
    }

    void history(TapeHistory answers) {
        history = answers;
    }

    WorldListener listener() {
        return listener;
    }

    long nowNs() {
        return nowNs;
    }

    boolean isOwnThread() {
        return Thread.currentThread() == thread;
    }

    /** A number for a source of messages. */
    int newSource() {
        return ++sources;
    }

    /** Makes a plugin and starts it. */
    Member add(PluginSpec spec) {
        Member member = new Member(this, spec, newSource());
        members.add(member);
        member.start();
        settle();
        return member;
    }

    /** As {@link #add}, and it hears everything before those who subscribed after a place in the line. */
    Member addAt(int place, PluginSpec spec) {
        bus.subscribeAt(place);
        try {
            return add(spec);
        } finally {
            bus.subscribeAt(-1);
        }
    }

    /** Ends the plugins, the last first. */
    void stop() {
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).stop();
            settle();
        }
    }

    /** To be done when nothing else is left to do at this time. */
    void whenQuiet(Runnable task) {
        whenQuiet.add(task);
    }

    /** Publishes a message of somebody who is no plugin: what {@link LocalBus#claim} made room for. */
    void publish(LocalTopic topic, int source, int schemaId, int schemaVersion, long eventNs, Message cause) {
        bus.claim().eventTime(eventNs).correlation(cause == null ? 0 : cause.correlation());
        bus.commit(topic, source, schemaId, schemaVersion, nowNs, cause);
    }

    /** Moves the clock on; timers fire on the way, each at the time it is due. */
    void advance(long toNs) {
        for (Member due = first(toNs); due != null; due = first(toNs)) {
            moveTo(due.timers().nextDueNs());
            due.fire(nowNs);
            settle();
        }
        moveTo(toNs);
    }

    private void moveTo(long atNs) {
        if (atNs > nowNs) {
            nowNs = atNs;
            steps = 0;
        }
    }

    /** Whose timer is due first, until a time; of several at one time that of who started first. */
    private Member first(long untilNs) {
        Member first = null;
        long dueNs = untilNs;
        for (int i = 0; i < members.size(); i++) {
            long next = members.get(i).timers().nextDueNs();
            if (next < dueNs || first == null && next == dueNs) {
                first = members.get(i);
                dueNs = next;
            }
        }
        return first;
    }

    /** Handles all there is to handle now. */
    void settle() {
        do {
            while (bus.step()) {
                if (++steps > ENDLESS) {
                    throw new IllegalStateException("after " + ENDLESS
                            + " messages the time is still the same: do plugins answer each other, or a timer"
                            + " itself, without end?");
                }
            }
            Runnable task = whenQuiet.poll();
            if (task != null) {
                task.run();
            }
        } while (!whenQuiet.isEmpty() || bus.hasWork());
    }
}
