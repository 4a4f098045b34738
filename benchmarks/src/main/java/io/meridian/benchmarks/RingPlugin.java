package io.meridian.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.meridian.plugin.contract.frames.AnswerDecoder;
import io.meridian.plugin.contract.frames.CallEncoder;
import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.PublishEncoder;
import io.meridian.plugin.contract.frames.RefusedDecoder;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.ResolveTopic;
import io.meridian.plugin.contract.proto.ResolvedTopic;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** A plugin that does nothing but speak the frames of shared memory: what is left to measure is the sidecar. */
final class RingPlugin implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int PUBLISH_FIXED = MessageHeaderEncoder.ENCODED_LENGTH + PublishEncoder.BLOCK_LENGTH;

    /** Takes the payload of a delivery. */
    interface Delivery {
        void onDelivery(DirectBuffer buffer, int payloadOffset);
    }

    private final AttachMemory memory;
    private final UnsafeBuffer calls = new UnsafeBuffer(new byte[64 << 10]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerIn = new MessageHeaderDecoder();
    private final PublishEncoder publish = new PublishEncoder();
    private final AnswerDecoder answer = new AnswerDecoder();
    private final Thread beats;
    private final MessageHandler frames = this::onFrame;
    private volatile boolean open = true;
    private Delivery delivery = (buffer, offset) -> {};
    private long call;
    private long tag;
    private byte[] answered;
    private long refusals;

    /** Attaches to the sidecar of this folder. */
    RingPlugin(Path folder) throws IOException {
        Path ring = folder.resolve("attach.ring");
        Path token = folder.resolve("token");
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!Files.exists(ring) || !Files.exists(token)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no attach is offered in " + folder);
            }
            LockSupport.parkNanos(1_000_000);
        }
        memory = AttachMemory.open(ring);
        long process = ProcessHandle.current().pid();
        memory.beat(Side.PLUGIN, process, System.nanoTime() / 1_000_000);
        beats = Thread.ofPlatform().daemon().name("beats").start(() -> {
            while (open) {
                memory.beat(Side.PLUGIN, process, System.nanoTime() / 1_000_000);
                LockSupport.parkNanos(100_000_000);
            }
        });
        AttachReply reply = ask(
                Method.ATTACH,
                AttachRequest.newBuilder()
                        .setContractVersion(1)
                        .setToken(Files.readString(token).strip())
                        .setPlugin("bench")
                        .setVersion("1.0.0")
                        .build(),
                AttachReply.parser());
        verify(!reply.hasRefusal(), reply);
    }

    private static void verify(boolean good, MessageLite reply) {
        if (!good) {
            throw new IllegalStateException("the sidecar refused: " + reply);
        }
    }

    private <T extends MessageLite> T ask(Method method, MessageLite request, Parser<T> parser) {
        new CallEncoder()
                .wrapAndApplyHeader(calls, 0, header)
                .call(++call)
                .method(method)
                .flags()
                .clear();
        byte[] bytes = request.toByteArray();
        int fixed = MessageHeaderEncoder.ENCODED_LENGTH + CallEncoder.BLOCK_LENGTH;
        calls.putBytes(fixed, bytes);
        answered = null;
        while (!memory.toSidecar().write(CallEncoder.TEMPLATE_ID, calls, 0, fixed + bytes.length)) {
            Thread.onSpinWait();
        }
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (answered == null) {
            poll();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("call of method=" + method + " got no answer");
            }
        }
        try {
            return parser.parseFrom(answered);
        } catch (InvalidProtocolBufferException notOne) {
            throw new IllegalStateException("answer to method=" + method, notOne);
        }
    }

    int resolve(String topic) {
        ResolvedTopic resolved = ask(
                Method.RESOLVE_TOPIC,
                ResolveTopic.newBuilder()
                        .setTopic(topic)
                        .setProfile(Profile.FAST)
                        .build(),
                ResolvedTopic.parser());
        verify(!resolved.hasRefusal(), resolved);
        return resolved.getHandle();
    }

    void subscribe(String pattern, Delivery newDelivery) {
        SubscribeEvent event = ask(
                Method.SUBSCRIBE,
                SubscribeRequest.newBuilder()
                        .setOpen(Open.newBuilder().setPattern(pattern).setProfile(Profile.FAST))
                        .build(),
                SubscribeEvent.parser());
        verify(!event.getOpened().hasRefusal(), event);
        delivery = newDelivery;
    }

    /** Publishes {@code payload}, written in place; false when the ring has no room. */
    boolean offer(int handle, DirectBuffer payload, int length) {
        RingBuffer ring = memory.toSidecar();
        int at = ring.tryClaim(PublishEncoder.TEMPLATE_ID, PUBLISH_FIXED + length);
        if (at < 0) {
            return false;
        }
        publish.wrapAndApplyHeader(ring.buffer(), at, header)
                .tag(++tag)
                .topic(handle)
                .schemaId(0)
                .eventTime(0)
                .correlation(0)
                .causationSequence(0)
                .causationSource(0)
                .schemaVersion(0)
                .flags()
                .clear();
        ring.buffer().putBytes(at + PUBLISH_FIXED, payload, 0, length);
        ring.commit(at);
        return true;
    }

    int poll() {
        return memory.toPlugin().read(frames, 64);
    }

    long refusals() {
        return refusals;
    }

    private void onFrame(int type, DirectBuffer buffer, int offset, int length) {
        if (type == DeliverDecoder.TEMPLATE_ID) {
            delivery.onDelivery(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH + DeliverDecoder.BLOCK_LENGTH);
        } else if (type == AnswerDecoder.TEMPLATE_ID) {
            answer.wrapAndApplyHeader(buffer, offset, headerIn);
            if (answer.call() == call && answered == null) {
                int fixed = MessageHeaderDecoder.ENCODED_LENGTH + headerIn.blockLength();
                byte[] bytes = new byte[length - fixed];
                buffer.getBytes(offset + fixed, bytes);
                answered = bytes;
            }
        } else if (type == RefusedDecoder.TEMPLATE_ID) {
            refusals++;
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(beats);
        while (beats.isAlive()) {
            LockSupport.parkNanos(100_000);
        }
        memory.sayGone(Side.PLUGIN);
    }
}
