package io.meridian.sidecar.session;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.Notice;

/** Tells the plugin, among other things of a subscription, of messages that it does not get: many of them in few notices. */
final class LossNotices {
    private static final long EVERY_NS = 100_000_000L;

    private final Guard guard;
    private final DeliverySink sink;
    private final TopicPattern pattern;
    private long dropped;
    private long dropNoticeAtNs;
    private long missing;
    private Topic missingOf;
    private int missingFrom;
    private long gapNoticeAtNs;

    LossNotices(Guard guard, DeliverySink sink, TopicPattern pattern) {
        this.guard = guard;
        this.sink = sink;
        this.pattern = pattern;
    }

    /** Some did not fit. */
    void dropped(long count) {
        dropped += count;
    }

    /** Some did not arrive. */
    void missing(Topic topic, int source, long count) {
        guard.observer.onGap(topic, source, count);
        missing += count;
        missingOf = topic;
        missingFrom = source;
        if (guard.nowNs() >= gapNoticeAtNs) {
            sayMissing();
        }
    }

    /** Says what is due. */
    void turn() {
        if (dropped > 0 && guard.nowNs() >= dropNoticeAtNs) {
            sayDropped();
        }
        if (missing > 0 && guard.nowNs() >= gapNoticeAtNs) {
            sayMissing();
        }
    }

    private void sayDropped() {
        long count = dropped;
        dropped = 0;
        dropNoticeAtNs = guard.nowNs() + EVERY_NS;
        guard.observer.onDropped(pattern, count);
        say(Notice.Kind.DROPPED, "", count, count + " messages did not fit and were dropped: the plugin is too slow.");
    }

    private void sayMissing() {
        long count = missing;
        missing = 0;
        gapNoticeAtNs = guard.nowNs() + EVERY_NS;
        String text = count + " messages did not arrive, the last of them of source="
                + Integer.toUnsignedString(missingFrom) + " on topic=" + missingOf + ".";
        say(Notice.Kind.GAP, missingOf.name(), count, text);
    }

    void say(Notice.Kind kind, String topic, long count, String text) {
        sink.notice(Notice.newBuilder()
                .setKind(kind)
                .setTopic(topic)
                .setCount(count)
                .setText(text)
                .build());
    }
}
