package io.meridian.conformance.stage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.frames.CallDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.PublishDecoder;
import io.meridian.plugin.contract.frames.SettleDecoder;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.ResolveTopic;
import io.meridian.plugin.contract.proto.ResolvedTopic;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.plugin.contract.proto.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/** The attach point for Java: a file of rings in the folder. One thread serves it; a new file follows a plugin that is gone. */
final class RingDoor implements AutoCloseable {
    private static final int RING = 1 << 20;
    private static final long SILENCE_MS = 1_000;
    private static final long PAUSE_NS = 200_000;

    private final PlayedPlatform platform;
    private final Path path;
    private final Runnable newToken;
    private final Thread thread;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CallDecoder call = new CallDecoder();
    private final PublishDecoder publish = new PublishDecoder();
    private final SettleDecoder settle = new SettleDecoder();
    private final List<ResolveTopic> topics = new ArrayList<>();
    private final Map<Long, RingStream> streams = new HashMap<>();
    private final Map<Integer, RingStream> subscriptions = new HashMap<>();
    private AttachMemory memory;
    private RingSender sender;
    private ByteString state = ByteString.EMPTY;
    private String session = "";
    private boolean leaving;
    private volatile boolean closed;

    RingDoor(PlayedPlatform platform, Path path, Runnable newToken) {
        this.platform = platform;
        this.path = path;
        this.newToken = newToken;
        open();
        thread = new Thread(this::run, "played-rings");
        thread.setDaemon(true);
        thread.start();
    }

    private void open() {
        memory = AttachMemory.create(path, RING, RING);
        sender = new RingSender(memory.toPlugin());
        topics.clear();
        streams.clear();
        subscriptions.clear();
        session = "";
        leaving = false;
        beat();
    }

    private void run() {
        while (!closed) {
            beat();
            int done = memory.toSidecar().read(this::onFrame, 64) + sender.flush();
            if (!session.isEmpty() && (leaving ? sender.isEmpty() && isGone() : isGone())) {
                if (!leaving) {
                    platform.drop();
                }
                memory.close();
                newToken.run();
                open();
            }
            if (done == 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        memory.sayGone(AttachMemory.Side.SIDECAR);
        memory.unlink();
        memory.close();
    }

    private void beat() {
        memory.beat(AttachMemory.Side.SIDECAR, ProcessHandle.current().pid(), nowMs());
    }

    private boolean isGone() {
        return memory.isGone(AttachMemory.Side.PLUGIN)
                || nowMs() - memory.heartbeat(AttachMemory.Side.PLUGIN) > SILENCE_MS
                || ProcessHandle.of(memory.process(AttachMemory.Side.PLUGIN))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    private void onFrame(int type, MutableDirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        int after = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        byte[] rest = new byte[length - after];
        buffer.getBytes(offset + after, rest);
        switch (type) {
            case CallDecoder.TEMPLATE_ID -> {
                call.wrap(buffer, body, header.blockLength(), header.version());
                try {
                    onCall(call.call(), call.method(), call.flags().end(), rest);
                } catch (InvalidProtocolBufferException e) {
                    platform.isIn("", "a call that is no message: " + call.method());
                }
            }
            case PublishDecoder.TEMPLATE_ID -> {
                publish.wrap(buffer, body, header.blockLength(), header.version());
                onPublish(rest);
            }
            case SettleDecoder.TEMPLATE_ID -> {
                settle.wrap(buffer, body, header.blockLength(), header.version());
                onSettle(rest);
            }
            default -> platform.isIn("", "a frame of unknown type " + type);
        }
    }

    private void onPublish(byte[] payload) {
        int handle = publish.topic();
        if (!platform.isIn(session, "Publish") || handle < 1 || handle > topics.size()) {
            sender.refused(publish.tag(), handle, PlayedPlatform.refusal(Refusal.Code.INVALID, "topic=" + handle));
            return;
        }
        ResolveTopic topic = topics.get(handle - 1);
        MessageHead head = MessageHead.newBuilder()
                .setTopic(topic.getTopic())
                .setSchemaId(publish.schemaId())
                .setSchemaVersion(publish.schemaVersion())
                .setTsEvent(publish.eventTime())
                .setCorrelation(publish.correlation())
                .setCausation(MessageId.newBuilder()
                        .setSource(publish.causationSource())
                        .setSequence(publish.causationSequence()))
                .build();
        PublishReply reply = platform.publish(
                head, payload, topic.getProfile(), publish.flags().duplicatePossible(), publish.tag());
        if (reply.hasRefusal()) {
            sender.refused(publish.tag(), handle, reply.getRefusal());
        } else if (topic.getProfile() == Profile.DURABLE) {
            sender.stored(publish.tag());
        }
    }

    private void onSettle(byte[] reason) {
        RingStream stream = subscriptions.get(settle.subscription());
        if (stream == null) {
            platform.isIn("", "a verdict on subscription " + settle.subscription() + ", which is not open");
            return;
        }
        Verdict verdict = switch (settle.verdict()) {
            case DONE -> Verdict.DONE;
            case RETRY -> Verdict.RETRY;
            case REJECT -> Verdict.REJECT;
            case NULL_VAL -> Verdict.VERDICT_UNSPECIFIED;
        };
        platform.settle(
                stream.subscription(),
                Settle.newBuilder()
                        .setDelivery(settle.delivery())
                        .setVerdict(verdict)
                        .setReason(new String(reason, StandardCharsets.UTF_8))
                        .build());
    }

    private void onCall(long number, Method method, boolean end, byte[] request) throws InvalidProtocolBufferException {
        if (method == Method.ATTACH) {
            AttachReply reply = platform.attach(AttachRequest.parseFrom(request));
            if (!reply.hasRefusal()) {
                session = reply.getSession();
                memory.unlink();
            }
            sender.answer(number, method, true, reply);
            return;
        }
        if (!platform.isIn(session, method.name())) {
            return;
        }
        switch (method) {
            case RESOLVE_TOPIC -> {
                topics.add(ResolveTopic.parseFrom(request));
                sender.answer(
                        number,
                        method,
                        true,
                        ResolvedTopic.newBuilder().setHandle(topics.size()).build());
            }
            case SUBSCRIBE -> subscribe(number, end, request);
            case REQUEST ->
                sender.answer(
                        number,
                        method,
                        true,
                        ReplyMessage.newBuilder()
                                .setRefusal(PlayedPlatform.refusal(Refusal.Code.NO_RESPONDER, "nobody answers here"))
                                .build());
            case RESPOND -> sender.answer(number, method, end, IncomingRequest.getDefaultInstance());
            case HEARTBEAT ->
                sender.answer(number, method, true, platform.heartbeat(HeartbeatRequest.parseFrom(request)));
            case SAVE_STATE -> save(number, end, StateChunk.parseFrom(request));
            case LOAD_STATE ->
                sender.answer(
                        number,
                        method,
                        true,
                        StateChunk.newBuilder()
                                .setData(platform.load())
                                .setFormat(platform.stateFormat())
                                .setLast(true)
                                .build());
            case WATCH_GRANTS -> {
                RingSender to = sender;
                platform.watchGrants(grants -> to.answer(number, Method.WATCH_GRANTS, false, grants));
            }
            case WATCH_SETTINGS -> {
                RingSender to = sender;
                platform.watchSettings(settings -> to.answer(number, Method.WATCH_SETTINGS, false, settings));
            }
            case LOG -> {
                // Lines are taken, and nobody asks for them.
            }
            case LEAVE -> {
                platform.leave(LeaveRequest.parseFrom(request));
                leaving = true;
                sender.answer(number, method, true, LeaveReply.getDefaultInstance());
            }
            default -> platform.isIn("", "a call of unknown method");
        }
    }

    private void subscribe(long number, boolean end, byte[] bytes) throws InvalidProtocolBufferException {
        RingStream stream = streams.get(number);
        SubscribeRequest request = SubscribeRequest.parseFrom(bytes);
        if (stream == null) {
            RingStream opening = new RingStream(number, subscriptions.size() + 1, sender);
            Refusal refusal = platform.open(request.getOpen(), true, opening, opened -> {
                opening.opened(opened);
                streams.put(number, opening);
                subscriptions.put(opening.handle(), opening);
            });
            if (refusal != null) {
                opening.refuse(refusal);
            }
        } else if (end) {
            platform.close(stream.subscription());
        } else if (request.hasPause()) {
            platform.pause(stream.subscription(), request.getPause().getPaused());
        } else if (request.hasCredit()) {
            platform.credit(stream.subscription(), request.getCredit().getMessages());
        } else if (request.hasSettle()) {
            platform.settle(stream.subscription(), request.getSettle());
        }
    }

    private void save(long number, boolean end, StateChunk chunk) {
        state = state.concat(chunk.getData());
        if (end || chunk.getLast()) {
            byte[] whole = state.toByteArray();
            state = ByteString.EMPTY;
            platform.saved(whole, chunk.getFormat());
            sender.answer(
                    number,
                    Method.SAVE_STATE,
                    true,
                    SaveStateReply.newBuilder().setBytes(whole.length).build());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
