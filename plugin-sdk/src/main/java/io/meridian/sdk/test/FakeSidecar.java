package io.meridian.sdk.test;

import io.meridian.plugin.contract.frames.CallDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.PublishDecoder;
import io.meridian.plugin.contract.frames.SettleDecoder;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sdk.Profile;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;

/**
 * The other end of a plugin's memory, without a sidecar and a bus behind it: the same file, the same rings, the same frames. It
 * grants what the plugin declares, keeps a record of all messages, and does nothing unless stepped.
 *
 * <p>It follows the contract where a plugin can notice: order, refusals, durable messages that come again until they are
 * settled, snapshots, history. It has no rate limits and loses nothing.
 */
public final class FakeSidecar implements AutoCloseable {
    private static final int RING = 256 << 10;
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int BATCH = 256;
    /** The source of messages that a test publishes. */
    public static final int TEST_SOURCE = 1;
    /** The source of messages that the plugin publishes. */
    public static final int PLUGIN_SOURCE = 7;

    private final Path folder;
    private final EpochNanoClock clock;
    private final NanoClock monotonic;
    private final MessageHandler frames = this::onFrame;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CallDecoder callFrame = new CallDecoder();
    private final PublishDecoder publishFrame = new PublishDecoder();
    private final SettleDecoder settleFrame = new SettleDecoder();
    private final FakeGrants grants = new FakeGrants();
    private final FakeHistory history = new FakeHistory(this);
    private final FakeCalls calls = new FakeCalls(this);
    private final List<Published> record = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Published> deadLetters = new ArrayList<>();
    private final List<LogRecord> logs = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<FakeRule> rules = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();
    private final List<String> replays = new ArrayList<>();

    private AttachMemory memory;
    private FakeFrames out;
    private HeartbeatRequest lastHeartbeat;
    private int tokens;
    private boolean pressed;

    /** Refuses or swallows what the plugin publishes. */
    private record FakeRule(Predicate<Published> when, Refusal refusal, boolean once) {}

    /** @param folder where the plugin looks for its sidecar; made if it is missing */
    public FakeSidecar(Path folder, EpochNanoClock clock, NanoClock monotonic) {
        this.folder = folder;
        this.clock = clock;
        this.monotonic = monotonic;
    }

    /** Takes a plugin from now on. */
    public FakeSidecar open() {
        try {
            Files.createDirectories(folder);
            memory = AttachMemory.create(folder.resolve("attach.ring"), RING, RING);
            memory.beat(Side.SIDECAR, ProcessHandle.current().pid(), nowMs());
            out = new FakeFrames(memory.toPlugin());
            Files.writeString(folder.resolve("token"), token(++tokens));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use folder=" + folder + ": " + e.getMessage(), e);
        }
        return this;
    }

    private static String token(int number) {
        return "test-token-" + number;
    }

    String token() {
        return token(tokens);
    }

    private long nowMs() {
        return monotonic.nanoTime() / 1_000_000;
    }

    /** Does what is to be done: gives a sign of life, reads what the plugin sent, delivers. Returns how much it did. */
    public int step() {
        if (memory == null) {
            return 0;
        }
        memory.beat(Side.SIDECAR, ProcessHandle.current().pid(), nowMs());
        int work = out.flush();
        if (!out.isFull() && !pressed) {
            work += memory.toSidecar().read(frames, BATCH);
        }
        if (memory.isGone(Side.PLUGIN)) {
            close();
            open();
            calls.detached();
            return work + 1;
        }
        return work + calls.deliver(record);
    }

    /** Dies without a word, as when its process is killed. {@link #open} brings it back, with what it had kept. */
    public void crash() {
        close();
        calls.detached();
    }

    @Override
    public void close() {
        if (memory != null) {
            // The plugin may still have it mapped: the memory stays, only its name and this side's use of it end.
            memory.unlink();
            memory = null;
        }
    }

    // What a test says.

    /** Publishes as somebody else on the bus. */
    public Published publish(String topic, int schemaId, int schemaVersion, byte[] payload) {
        return publish(topic, schemaId, schemaVersion, payload, clock.nanoTime(), false);
    }

    /** As {@link #publish(String, int, int, byte[])}, at a time, and perhaps as a recording of the past. */
    public Published publish(
            String topic, int schemaId, int schemaVersion, byte[] payload, long timeNs, boolean historical) {
        TopicRules.requireTopic(topic);
        Published message = new Published(
                topic,
                calls.profile(topic),
                TEST_SOURCE,
                nextSequence(TEST_SOURCE, topic),
                timeNs,
                timeNs,
                schemaId,
                schemaVersion,
                0,
                0,
                0,
                false,
                historical,
                payload);
        record.add(message);
        return message;
    }

    /** Topics whose requests the plugin may answer. */
    public FakeSidecar answers(List<String> patterns) {
        answers.clear();
        answers.addAll(patterns);
        return this;
    }

    List<String> answers() {
        return answers;
    }

    /** Topics whose past the plugin may read. */
    public FakeSidecar replays(List<String> patterns) {
        replays.clear();
        replays.addAll(patterns);
        return this;
    }

    List<String> replays() {
        return replays;
    }

    /** The store that the plugin asks for the past. */
    public FakeHistory history() {
        return history;
    }

    /** Denies what the plugin declares. A flow that is open is cut. */
    public FakeSidecar deny(Action action, String pattern) {
        grants.deny(action, pattern);
        calls.grantsChanged();
        return this;
    }

    /** Takes back a {@link #deny}. */
    public FakeSidecar allowAgain(Action action, String pattern) {
        grants.allowAgain(action, pattern);
        calls.grantsChanged();
        return this;
    }

    /** Refuses what the plugin publishes and a test picks, once or always. */
    public FakeSidecar refuse(Predicate<Published> when, Refusal.Code code, String text, boolean once) {
        rules.add(new FakeRule(
                when, Refusal.newBuilder().setCode(code).setText(text).build(), once));
        return this;
    }

    /** Sets or releases the kill latch. */
    public FakeSidecar latch(boolean set) {
        grants.latch(set);
        calls.grantsChanged();
        return this;
    }

    /** Reads nothing of the plugin while set, so that its ring fills and it is pushed back. */
    public FakeSidecar press(boolean set) {
        pressed = set;
        return this;
    }

    /** Sets a setting of the plugin. */
    public FakeSidecar setting(String name, String value) {
        settings.put(name, value);
        calls.settingsChanged();
        return this;
    }

    /** Asks the plugin for a snapshot, with the next answer to a heartbeat. */
    public FakeSidecar wantSnapshot() {
        calls.wantSnapshot();
        return this;
    }

    // What a test asks.

    /** All messages on the bus, in their order. */
    public List<Published> record() {
        return List.copyOf(record);
    }

    int recorded() {
        return record.size();
    }

    Published recorded(int index) {
        return record.get(index);
    }

    /** What the plugin published, in its order. */
    public List<Published> published() {
        return record.stream()
                .filter(message -> message.source() == PLUGIN_SOURCE)
                .toList();
    }

    /** Messages that the plugin rejected, or failed on too often. */
    public List<Published> deadLetters() {
        return List.copyOf(deadLetters);
    }

    public List<LogRecord> logs() {
        return List.copyOf(logs);
    }

    /** What was refused, also of subscriptions and requests. */
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** The last snapshot; null when there is none. */
    public byte[] state() {
        return calls.state();
    }

    /** What the plugin last said of itself; null before that. */
    public HeartbeatRequest lastHeartbeat() {
        return lastHeartbeat;
    }

    /** Durable messages that were delivered and are not confirmed. */
    public int unconfirmed() {
        return calls.unconfirmed();
    }

    /** Patterns that the plugin is subscribed to. */
    public List<String> subscriptions() {
        return calls.subscriptions();
    }

    public boolean isAttached() {
        return calls.isAttached();
    }

    // For the parts of it.

    FakeGrants grants() {
        return grants;
    }

    FakeFrames out() {
        return out;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    Map<String, String> settings() {
        return settings;
    }

    int maxPayload() {
        return memory.toPlugin().maxMsgLength() - 256;
    }

    void attached() {
        memory.unlink();
    }

    void heartbeat(HeartbeatRequest heartbeat) {
        lastHeartbeat = heartbeat;
    }

    void log(LogRecord line) {
        logs.add(line);
    }

    void deadLetter(int index) {
        if (index >= 0) {
            deadLetters.add(record.get(index));
        }
    }

    Refusal refused(Refusal refusal) {
        refusals.add(refusal);
        return refusal;
    }

    private long nextSequence(int source, String topic) {
        return sequences.merge(source + "/" + topic, 1L, Long::sum);
    }

    private void onFrame(int type, MutableDirectBuffer buffer, int index, int length) {
        header.wrap(buffer, index);
        int block = header.blockLength();
        int at = index + HEADER;
        byte[] rest = new byte[length - HEADER - block];
        buffer.getBytes(at + block, rest);
        switch (type) {
            case CallDecoder.TEMPLATE_ID -> {
                callFrame.wrap(buffer, at, block, header.version());
                calls.onCall(
                        callFrame.call(), callFrame.method(), callFrame.flags().end(), rest);
            }
            case PublishDecoder.TEMPLATE_ID -> {
                publishFrame.wrap(buffer, at, block, header.version());
                onPublish(publishFrame, rest);
            }
            case SettleDecoder.TEMPLATE_ID -> {
                settleFrame.wrap(buffer, at, block, header.version());
                calls.onSettle(settleFrame.subscription(), settleFrame.delivery(), settleFrame.verdict());
            }
            default -> throw new IllegalStateException("the plugin sent a frame of type=" + type);
        }
    }

    private void onPublish(PublishDecoder frame, byte[] payload) {
        String topic = calls.topic(frame.topic());
        Refusal refusal = topic == null ? invalid(frame.topic()) : grants.check(Action.PUBLISH, topic);
        Published message = topic == null ? null : message(frame, topic, payload);
        if (refusal == null && grants.isLatched() && isOrder(topic)) {
            refusal = Refusal.newBuilder()
                    .setCode(Refusal.Code.LATCHED)
                    .setText("trading was stopped by the test")
                    .build();
        }
        for (int i = 0; refusal == null && i < rules.size(); i++) {
            if (rules.get(i).when.test(message)) {
                refusal = rules.get(i).refusal;
                if (rules.get(i).once) {
                    rules.remove(i);
                }
            }
        }
        if (refusal != null) {
            out.refused(frame.tag(), frame.topic(), refused(refusal));
            return;
        }
        nextSequence(PLUGIN_SOURCE, topic);
        record.add(message);
        if (message.profile() == Profile.DURABLE) {
            out.stored(frame.tag());
        }
    }

    private static Refusal invalid(int handle) {
        return Refusal.newBuilder()
                .setCode(Refusal.Code.INVALID)
                .setText("handle=" + handle + " was not resolved")
                .build();
    }

    private static boolean isOrder(String topic) {
        return topic.startsWith("platform.oms.command.")
                || topic.startsWith("platform.ems.command.")
                || topic.startsWith("platform.ccm.") && topic.contains(".command");
    }

    private Published message(PublishDecoder frame, String topic, byte[] payload) {
        long nowNs = clock.nanoTime();
        return new Published(
                topic,
                calls.profile(topic),
                PLUGIN_SOURCE,
                sequences.getOrDefault(PLUGIN_SOURCE + "/" + topic, 0L) + 1,
                frame.eventTime() == 0 ? nowNs : frame.eventTime(),
                nowNs,
                frame.schemaId(),
                frame.schemaVersion(),
                frame.correlation(),
                frame.causationSource(),
                frame.causationSequence(),
                frame.flags().duplicatePossible(),
                false,
                payload);
    }

    /** The profile of a topic that the plugin never named. */
    static Profile usualProfile(String topic) {
        return Topics.profile(topic);
    }
}
