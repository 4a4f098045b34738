package io.meridian.sdk.sidecar;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Keeps a hash over all it has read, so that a message lost, repeated or out of order shows. */
@MeridianPlugin(
        id = "keeper",
        pool = Pool.BOR,
        subscribes = "platform.oms.event.*",
        publishes = {"platform.bor.position.*", "platform.bor.cash.*"},
        state = StatePolicy.SNAPSHOT)
public final class Keeper extends Plugin {
    public long count;
    public long hash;
    public long repeated;

    @Override
    public void onMessage(Message message) {
        count++;
        repeated += message.isDuplicatePossible() ? 1 : 0;
        hash = hash * 31 + message.buffer().getLong(message.offset());
        publish("platform.bor.position.keeper", 1000, message.payload());
    }

    public void snapshot() {
        requestSnapshot();
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(hash);
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        count = in.readLong();
        hash = in.readLong();
    }
}
