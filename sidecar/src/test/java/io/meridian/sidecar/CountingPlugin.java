package io.meridian.sidecar;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that keeps a state: how many orders it saw, and a hash over them in order. For each it publishes
 * the hash; every so often it keeps its state. Killed and started again, it goes on.
 */
final class CountingPlugin {
    private static final int SNAPSHOT_EVERY = 50;

    private long count;
    private long hash;

    private CountingPlugin() {}

    static long next(long hash, String text) {
        return hash * 1_000_003 + text.hashCode();
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        long until = Long.parseLong(args[1]);
        new CountingPlugin().run(folder, until);
    }

    private void run(Path folder, long until) throws Exception {
        try (TestPlugin plugin = TestPlugin.attach(folder, StatePolicy.SNAPSHOT)) {
            if (plugin.attached.getRecovery().getHasState()) {
                load(plugin);
            }
            plugin.subscribe(Open.newBuilder()
                    .setPattern("platform.oms.orders")
                    .setProfile(Profile.DURABLE)
                    .setBegin(Start.EARLIEST)
                    .setName("orders"));
            int handle = plugin.resolve("platform.signal.hash", Profile.DURABLE);
            long saving = 0;
            long sinceSnapshot = 0;
            while (count < until) {
                plugin.poll();
                TestPlugin.Got last = null;
                List<TestPlugin.Got> batch = List.copyOf(plugin.got);
                plugin.got.clear();
                for (TestPlugin.Got got : batch) {
                    count++;
                    hash = next(hash, got.text());
                    plugin.publish(handle, count + " " + hash);
                    sinceSnapshot++;
                    last = got;
                }
                if (last != null) {
                    plugin.done(last);
                } else {
                    LockSupport.parkNanos(100_000);
                }
                if (saving != 0
                        && !plugin.answers.getOrDefault(saving, List.of()).isEmpty()) {
                    saving = 0;
                }
                if (saving == 0 && sinceSnapshot >= SNAPSHOT_EVERY) {
                    sinceSnapshot = 0;
                    saving = save(plugin);
                }
            }
            plugin.ask(Method.LEAVE, LeaveRequest.getDefaultInstance(), LeaveReply.parser());
        }
        Files.writeString(folder.resolve("result"), count + " " + hash);
    }

    /** In two pieces, so that a kill may come between them. */
    private long save(TestPlugin plugin) {
        byte[] state = ByteBuffer.allocate(16).putLong(count).putLong(hash).array();
        long call = plugin.call(Method.SAVE_STATE, chunk(state, 0, 8, false));
        plugin.call(call, Method.SAVE_STATE, false, chunk(state, 8, 8, true));
        return call;
    }

    private static StateChunk chunk(byte[] state, int from, int length, boolean last) {
        return StateChunk.newBuilder()
                .setData(ByteString.copyFrom(state, from, length))
                .setLast(last)
                .build();
    }

    private void load(TestPlugin plugin) throws InvalidProtocolBufferException {
        long call = plugin.call(Method.LOAD_STATE, LoadStateRequest.getDefaultInstance());
        StateChunk chunk = plugin.awaitAnswer(call, StateChunk.parser());
        ByteBuffer state = ByteBuffer.wrap(chunk.getData().toByteArray());
        count = state.getLong();
        hash = state.getLong();
    }
}
