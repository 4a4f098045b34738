package io.meridian.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.meridian.plugin.contract.frames.AnswerDecoder;
import io.meridian.plugin.contract.frames.CallEncoder;
import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.PublishEncoder;
import io.meridian.plugin.contract.frames.RefusedDecoder;
import io.meridian.plugin.contract.frames.SettleEncoder;
import io.meridian.plugin.contract.frames.SettleVerdict;
import io.meridian.plugin.contract.frames.StoredDecoder;
import io.meridian.plugin.contract.frames.TopicNameDecoder;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.ResolveTopic;
import io.meridian.plugin.contract.proto.ResolvedTopic;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A plugin as small as can be, over shared memory. Its own thread gives the signs of life. */
final class TestPlugin implements AutoCloseable {
    /** One delivery, as it came. */
    record Got(
            int subscription,
            long delivery,
            String topic,
            int source,
            long sequence,
            int attempt,
            boolean repeated,
            int schemaId,
            long traceHigh,
            long atNs,
            String text) {}

    /** One refused publish. */
    record Refused(long tag, int code, String text) {}

    final AttachMemory memory;
    final List<Got> got = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final Map<Long, List<Notice>> notices = new HashMap<>();
    final Map<Long, List<byte[]>> answers = new HashMap<>();
    long storedTag;
    long received;
    boolean keeps = true;
    AttachReply attached;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[256 << 10]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerIn = new MessageHeaderDecoder();
    private final PublishEncoder publish = new PublishEncoder();
    private final DeliverDecoder deliver = new DeliverDecoder();
    private final Map<Integer, String> topicNames = new HashMap<>();
    private final Thread beats;
    private volatile boolean beating = true;
    private long calls;
    private long tags;

    private TestPlugin(AttachMemory memory) {
        this.memory = memory;
        beat();
        beats = Thread.ofPlatform().daemon().start(() -> {
            while (beating) {
                beat();
                LockSupport.parkNanos(50_000_000);
            }
        });
    }

    private void beat() {
        memory.beat(Side.PLUGIN, ProcessHandle.current().pid(), System.nanoTime() / 1_000_000);
    }

    static AttachRequest.Builder request(Path folder) {
        try {
            return AttachRequest.newBuilder()
                    .setContractVersion(1)
                    .setToken(Files.readString(folder.resolve("token")))
                    .setPlugin("test")
                    .setVersion("1.0.0");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void awaitOffer(Path folder) {
        Await.until(
                "the sidecar offers an attach",
                () -> Files.exists(folder.resolve("token")) && Files.exists(folder.resolve("attach.ring")));
    }

    static TestPlugin open(Path folder) {
        awaitOffer(folder);
        return new TestPlugin(AttachMemory.open(folder.resolve("attach.ring")));
    }

    static TestPlugin attach(Path folder) {
        return attach(folder, StatePolicy.NONE);
    }

    static TestPlugin attach(Path folder, StatePolicy policy) {
        TestPlugin plugin = open(folder);
        plugin.attached =
                plugin.ask(Method.ATTACH, request(folder).setState(policy).build(), AttachReply.parser());
        if (plugin.attached.hasRefusal()) {
            throw new AssertionError(plugin.attached.getRefusal().toString());
        }
        return plugin;
    }

    long call(Method method, MessageLite message) {
        long call = ++calls;
        call(call, method, false, message);
        return call;
    }

    void call(long call, Method method, boolean end, MessageLite message) {
        CallEncoder encoder = new CallEncoder();
        encoder.wrapAndApplyHeader(frame, 0, header)
                .call(call)
                .method(method)
                .flags()
                .clear()
                .end(end);
        byte[] bytes = message.toByteArray();
        int fixed = MessageHeaderEncoder.ENCODED_LENGTH + CallEncoder.BLOCK_LENGTH;
        frame.putBytes(fixed, bytes);
        Await.until("the call fits", () -> {
            poll();
            return memory.toSidecar().write(CallEncoder.TEMPLATE_ID, frame, 0, fixed + bytes.length);
        });
    }

    <T> T ask(Method method, MessageLite message, com.google.protobuf.Parser<T> parser) {
        return awaitAnswer(call(method, message), parser);
    }

    <T> T awaitAnswer(long call, com.google.protobuf.Parser<T> parser) {
        Await.until("call " + call + " is answered", () -> {
            poll();
            return !answers.getOrDefault(call, List.of()).isEmpty();
        });
        try {
            return parser.parseFrom(answers.get(call).removeFirst());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    ResolvedTopic resolveOrRefused(String topic, Profile profile) {
        return ask(
                Method.RESOLVE_TOPIC,
                ResolveTopic.newBuilder().setTopic(topic).setProfile(profile).build(),
                ResolvedTopic.parser());
    }

    int resolve(String topic, Profile profile) {
        ResolvedTopic resolved = resolveOrRefused(topic, profile);
        if (resolved.hasRefusal()) {
            throw new AssertionError(resolved.getRefusal().toString());
        }
        return resolved.getHandle();
    }

    /** The call of the subscription and what the sidecar said. */
    record Subscribed(long call, Opened opened) {
        int number() {
            if (opened.hasRefusal()) {
                throw new AssertionError(opened.getRefusal().toString());
            }
            return opened.getSubscription();
        }
    }

    Subscribed subscribe(Open.Builder open) {
        long call = call(
                Method.SUBSCRIBE, SubscribeRequest.newBuilder().setOpen(open).build());
        SubscribeEvent event = awaitAnswer(call, SubscribeEvent.parser());
        return new Subscribed(call, event.getOpened());
    }

    Subscribed subscribe(String pattern, Profile profile) {
        return subscribe(Open.newBuilder().setPattern(pattern).setProfile(profile));
    }

    /** Publishes once there is room; returns the tag. */
    long publish(int handle, String text) {
        long tag = ++tags;
        Await.until("the publish fits", () -> {
            poll();
            return offer(tag, handle, text.getBytes(StandardCharsets.UTF_8), 0, 0);
        });
        return tag;
    }

    /** One try. */
    boolean offer(long tag, int handle, byte[] payload, int causationSource, long causationSequence) {
        publish.wrapAndApplyHeader(frame, 0, header)
                .tag(tag)
                .topic(handle)
                .schemaId(7)
                .eventTime(0)
                .correlation(0)
                .causationSequence(causationSequence)
                .causationSource(causationSource)
                .schemaVersion(1)
                .flags()
                .clear();
        int fixed = MessageHeaderEncoder.ENCODED_LENGTH + PublishEncoder.BLOCK_LENGTH;
        frame.putBytes(fixed, payload);
        return memory.toSidecar().write(PublishEncoder.TEMPLATE_ID, frame, 0, fixed + payload.length);
    }

    void settle(int subscription, long delivery, SettleVerdict verdict, String reason) {
        SettleEncoder encoder = new SettleEncoder();
        encoder.wrapAndApplyHeader(frame, 0, header)
                .delivery(delivery)
                .subscription(subscription)
                .verdict(verdict);
        int fixed = MessageHeaderEncoder.ENCODED_LENGTH + SettleEncoder.BLOCK_LENGTH;
        int length = frame.putStringWithoutLengthUtf8(fixed, reason);
        Await.until(
                "the verdict fits",
                () -> memory.toSidecar().write(SettleEncoder.TEMPLATE_ID, frame, 0, fixed + length));
    }

    void done(Got last) {
        settle(last.subscription(), last.delivery(), SettleVerdict.DONE, "");
    }

    /** Takes what is there. */
    int poll() {
        return memory.toPlugin().read(this::onFrame, 64);
    }

    private void onFrame(int type, DirectBuffer buffer, int offset, int length) {
        headerIn.wrap(buffer, offset);
        int at = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        int start = at + headerIn.blockLength();
        int rest = offset + length - start;
        int block = headerIn.blockLength();
        int version = headerIn.version();
        switch (type) {
            case DeliverDecoder.TEMPLATE_ID -> {
                received++;
                if (keeps) {
                    deliver.wrap(buffer, at, block, version);
                    got.add(new Got(
                            deliver.subscription(),
                            deliver.delivery(),
                            topicNames.get(deliver.topic()),
                            deliver.source(),
                            deliver.sequence(),
                            deliver.attempt(),
                            deliver.flags().duplicatePossible(),
                            deliver.schemaId(),
                            deliver.traceHigh(),
                            System.nanoTime(),
                            buffer.getStringWithoutLengthUtf8(start, rest)));
                }
            }
            case TopicNameDecoder.TEMPLATE_ID ->
                topicNames.put(
                        new TopicNameDecoder().wrap(buffer, at, block, version).topic(),
                        buffer.getStringWithoutLengthAscii(start, rest));
            case StoredDecoder.TEMPLATE_ID ->
                storedTag = new StoredDecoder().wrap(buffer, at, block, version).tag();
            case RefusedDecoder.TEMPLATE_ID -> {
                RefusedDecoder frameIn = new RefusedDecoder().wrap(buffer, at, block, version);
                refused.add(new Refused(frameIn.tag(), frameIn.code(), buffer.getStringWithoutLengthUtf8(start, rest)));
            }
            case AnswerDecoder.TEMPLATE_ID -> {
                AnswerDecoder answer = new AnswerDecoder().wrap(buffer, at, block, version);
                byte[] bytes = new byte[rest];
                buffer.getBytes(start, bytes);
                onAnswer(answer.call(), answer.method(), bytes);
            }
            default -> throw new AssertionError("type=" + type);
        }
    }

    private void onAnswer(long call, Method method, byte[] bytes) {
        try {
            if (method == Method.SUBSCRIBE && SubscribeEvent.parseFrom(bytes).hasNotice()) {
                notices.computeIfAbsent(call, key -> new ArrayList<>())
                        .add(SubscribeEvent.parseFrom(bytes).getNotice());
                return;
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        answers.computeIfAbsent(call, key -> new ArrayList<>()).add(bytes);
    }

    void awaitGot(int count) {
        Await.until(count + " messages came, so far " + received, () -> {
            poll();
            return got.size() >= count;
        });
    }

    List<String> texts() {
        return got.stream().map(Got::text).toList();
    }

    /** Dies without a word: from now on nothing gives signs of life. */
    void die() {
        beating = false;
        LockSupport.unpark(beats);
        try {
            beats.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        die();
        memory.sayGone(Side.PLUGIN);
        memory.close();
    }
}
