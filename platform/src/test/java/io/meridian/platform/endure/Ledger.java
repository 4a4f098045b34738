package io.meridian.platform.endure;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Counts what it reads and keeps a hash over it, in order, so that a message lost, repeated or out of place shows. For each
 * message it publishes what it counted, and it keeps its state often.
 */
@MeridianPlugin(
        id = "ledger",
        pool = Pool.BOR,
        subscribes = Ledger.IN,
        publishes = Ledger.OUT,
        state = StatePolicy.SNAPSHOT)
public final class Ledger extends Plugin {
    static final String IN = "platform.oms.event.load";
    static final String OUT = "platform.bor.position.ledger";
    static final int OUT_LENGTH = 17;

    private static final int SNAPSHOT_EVERY = 150;
    /** As large that keeping it takes a while, in which to be killed. */
    private static final byte[] BALLAST = new byte[300_000];

    private long count;
    private long hash;
    private long expected = 1;

    static long next(long hash, long number) {
        return hash * 1_000_003 + number;
    }

    @Override
    public void onStart() {
        log().info("begins", "count", count);
        subscribeDeclared();
        if (count == 0) {
            say(false);
        }
    }

    @Override
    public void onMessage(Message message) {
        count++;
        long number = message.buffer().getLong(message.offset());
        if (number != expected) {
            log().error("this is not the next", "expected", expected, "number", number, "message", message);
        }
        expected = number + 1;
        hash = next(hash, number);
        say(message.isDuplicatePossible());
        if (count % SNAPSHOT_EVERY == 0) {
            requestSnapshot();
        }
    }

    private void say(boolean repeated) {
        publish(
                OUT,
                1000,
                ByteBuffer.allocate(OUT_LENGTH)
                        .putLong(count)
                        .putLong(hash)
                        .put((byte) (repeated ? 1 : 0))
                        .array());
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(hash);
        out.write(BALLAST);
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        count = in.readLong();
        hash = in.readLong();
        expected = count + 1;
    }
}
