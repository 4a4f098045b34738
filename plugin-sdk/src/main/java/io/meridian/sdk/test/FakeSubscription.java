package io.meridian.sdk.test;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.sdk.Profile;
import io.meridian.sdk.TopicRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A subscription of the plugin: where it is in the bus's record, and what is not decided yet. */
final class FakeSubscription {
    private static final int MAX_ATTEMPTS = 5;

    /** What outlives an attach: the place of a named durable subscription. */
    static final class Place {
        int next;
        final TreeMap<Integer, Integer> attempts = new TreeMap<>();
        final TreeSet<Integer> settled = new TreeSet<>();
    }

    final int number;
    final long call;
    final String pattern;
    final Profile profile;
    final Place place;
    private final boolean history;
    private final TreeMap<Long, Integer> byDelivery = new TreeMap<>();
    private final List<Integer> again = new ArrayList<>();
    private long deliveries;
    private boolean live;
    private boolean paused;

    FakeSubscription(int number, long call, String pattern, Profile profile, Place place, boolean history) {
        this.number = number;
        this.call = call;
        this.pattern = pattern;
        this.profile = profile;
        this.place = place;
        this.history = history;
        // What was delivered to an earlier attach and not confirmed comes again, first.
        place.settled.clear();
        again.addAll(place.attempts.keySet());
    }

    void pause(boolean value) {
        paused = value;
    }

    /** Delivers what there is. */
    int deliver(List<Published> record, FakeFrames frames) {
        if (paused || frames.isFull()) {
            return 0;
        }
        int work = 0;
        while (!again.isEmpty() && !frames.isFull()) {
            deliver(record, again.removeFirst(), frames);
            work++;
        }
        while (place.next < record.size() && !frames.isFull()) {
            int index = place.next++;
            if (TopicRules.covers(pattern, record.get(index).topic())
                    && record.get(index).profile() == profile) {
                deliver(record, index, frames);
                work++;
            }
        }
        if (history && !live && place.next == record.size() && !frames.isFull()) {
            live = true;
            notice(frames, Notice.Kind.LIVE, "all old messages were delivered");
            work++;
        }
        return work;
    }

    private void deliver(List<Published> record, int index, FakeFrames frames) {
        int attempt = 1;
        if (profile == Profile.DURABLE) {
            attempt = place.attempts.merge(index, 1, Integer::sum);
        }
        byDelivery.put(++deliveries, index);
        frames.deliver(record.get(index), number, deliveries, attempt, attempt > 1);
    }

    void notice(FakeFrames frames, Notice.Kind kind, String text) {
        frames.answer(
                call,
                Method.SUBSCRIBE,
                false,
                SubscribeEvent.newBuilder()
                        .setNotice(Notice.newBuilder().setKind(kind).setText(text))
                        .build()
                        .toByteArray());
    }

    /** This delivery and all before it are done with, at once or once a snapshot covers them. */
    void done(long delivery, boolean untilSnapshot) {
        var upTo = byDelivery.headMap(delivery, true);
        for (int index : upTo.values()) {
            if (untilSnapshot) {
                place.settled.add(index);
            } else {
                place.attempts.remove(index);
            }
        }
        upTo.clear();
    }

    /** @return the message that became a dead letter, or -1 */
    int retry(long delivery) {
        Integer index = byDelivery.remove(delivery);
        if (index == null) {
            return -1;
        }
        if (place.attempts.getOrDefault(index, 1) >= MAX_ATTEMPTS) {
            place.attempts.remove(index);
            return index;
        }
        again.add(index);
        return -1;
    }

    /** @return the message that became a dead letter, or -1 */
    int reject(long delivery) {
        Integer index = byDelivery.remove(delivery);
        if (index == null) {
            return -1;
        }
        place.attempts.remove(index);
        return index;
    }

    void snapshotStored() {
        place.settled.forEach(place.attempts::remove);
        place.settled.clear();
    }

    /** How many durable messages are not confirmed. */
    int unconfirmed() {
        return place.attempts.size();
    }
}
