package io.meridian.backtest.engine;

import io.meridian.sdk.Profile;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.event.Message;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A plugin's way to one topic. */
final class LocalPublisher implements Publisher {
    private final World world;
    private final Member member;
    private final LocalTopic topic;
    private final Profile profile;
    private final boolean allowed;
    private int schemaId;
    private int schemaVersion;

    LocalPublisher(World world, Member member, LocalTopic topic, Profile profile, boolean allowed) {
        this.world = world;
        this.member = member;
        this.topic = topic;
        this.profile = profile;
        this.allowed = allowed;
    }

    @Override
    public String topic() {
        return topic.name;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public boolean isOpen() {
        return allowed;
    }

    @Override
    public long offer(int ofSchema, int ofVersion, DirectBuffer payload, int offset, int length) {
        long tag = claim(ofSchema, ofVersion, length);
        if (tag > 0) {
            buffer().putBytes(offset(), payload, offset, length);
            commit();
        }
        return tag;
    }

    @Override
    public long claim(int ofSchema, int ofVersion, int length) {
        if (!allowed) {
            return DENIED;
        }
        if (length > World.MAX_PAYLOAD) {
            return TOO_LARGE;
        }
        Message cause = member.handling();
        if (cause != null && cause.isHistorical()) {
            return HISTORICAL;
        }
        world.bus().claim(length);
        schemaId = ofSchema;
        schemaVersion = ofVersion;
        world.bus().claim().eventTime(world.nowNs()).correlation(cause == null ? 0 : cause.correlation());
        return member.nextTag();
    }

    @Override
    public MutableDirectBuffer buffer() {
        return world.bus().buffer();
    }

    @Override
    public int offset() {
        return world.bus().payloadAt();
    }

    @Override
    public void eventTime(long epochNs) {
        world.bus().claim().eventTime(epochNs);
    }

    @Override
    public void correlation(long correlation) {
        world.bus().claim().correlation(correlation);
    }

    @Override
    public void commit() {
        world.bus().commit(topic, member.source(), schemaId, schemaVersion, world.nowNs(), member.handling());
    }

    @Override
    public void abort() {
        world.bus().abort();
    }
}
