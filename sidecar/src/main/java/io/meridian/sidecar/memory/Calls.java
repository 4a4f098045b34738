package io.meridian.sidecar.memory;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.bus.delivery.Profile;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.ResolveTopic;
import io.meridian.plugin.contract.proto.ResolvedTopic;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.sidecar.session.Delivered;
import io.meridian.sidecar.session.DeliverySink;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.Refusals;
import io.meridian.sidecar.session.SessionObserver;
import io.meridian.sidecar.session.StateLoading;
import java.util.ArrayDeque;
import java.util.Queue;
import org.agrona.collections.Long2ObjectHashMap;

/** The calls of a plugin that travel as protobuf messages. Not on the hot path. */
final class Calls {
    private final PluginSession session;
    private final MemorySession memory;
    private final FrameWriter writer;
    private final int longest;
    private final SessionObserver observer;
    /** Streams that are open: subscriptions and responders by their call, and what cancels a watch. */
    private final Long2ObjectHashMap<Stream> streams = new Long2ObjectHashMap<>();

    private final Queue<StateLoading> loads = new ArrayDeque<>();

    private record Stream(Method method, int number, Runnable cancel) {}

    Calls(PluginSession session, MemorySession memory, FrameWriter writer, int longest, SessionObserver observer) {
        this.session = session;
        this.memory = memory;
        this.writer = writer;
        this.longest = longest;
        this.observer = observer;
    }

    void onCall(long call, Method method, boolean end, byte[] message) throws InvalidProtocolBufferException {
        switch (method) {
            case RESOLVE_TOPIC -> resolve(call, ResolveTopic.parseFrom(message));
            case SUBSCRIBE -> subscribe(call, end, SubscribeRequest.parseFrom(message));
            case REQUEST -> request(call, RequestMessage.parseFrom(message));
            case RESPOND -> respond(call, end, RespondRequest.parseFrom(message));
            case HEARTBEAT -> memory.answer(call, method, true, session.heartbeat(HeartbeatRequest.parseFrom(message)));
            case SAVE_STATE ->
                session.saveState(
                        StateChunk.parseFrom(message),
                        (SaveStateReply reply) -> memory.answer(call, method, true, reply));
            case LOAD_STATE -> new Load(call).begin();
            case WATCH_GRANTS ->
                watch(
                        call,
                        method,
                        end,
                        () -> session.watchGrants(grants -> {
                            if (!memory.answer(call, method, false, grants)) {
                                // Too many for the ring: the epoch at least says that they changed.
                                memory.answer(
                                        call,
                                        method,
                                        false,
                                        grants.toBuilder().clearGrants().build());
                            }
                        }));
            case WATCH_SETTINGS ->
                watch(
                        call,
                        method,
                        end,
                        () -> session.watchSettings(settings -> memory.answer(call, method, false, settings)));
            case LOG -> session.log(LogRecord.parseFrom(message));
            case LEAVE ->
                session.leave(LeaveRequest.parseFrom(message), reply -> memory.answer(call, method, true, reply));
            case ATTACH, NULL_VAL -> memory.onMalformed();
        }
    }

    private void resolve(long call, ResolveTopic wanted) {
        int handle = session.resolve(wanted.getTopic(), profile(wanted.getProfile()));
        ResolvedTopic.Builder answer = ResolvedTopic.newBuilder();
        if (handle > 0) {
            answer.setHandle(handle);
        } else {
            answer.setRefusal(session.resolveRefusal(wanted.getTopic(), handle));
        }
        memory.answer(call, Method.RESOLVE_TOPIC, true, answer.build());
    }

    private static Profile profile(io.meridian.plugin.contract.proto.Profile wanted) {
        return switch (wanted) {
            case FAST -> Profile.FAST;
            case DURABLE -> Profile.DURABLE;
            case PROFILE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    private void subscribe(long call, boolean end, SubscribeRequest wanted) {
        Stream stream = streams.get(call);
        if (stream == null) {
            if (wanted.hasOpen()) {
                Sink sink = new Sink(call);
                Opened opened = session.subscribe(wanted.getOpen(), sink);
                memory.answer(
                        call,
                        Method.SUBSCRIBE,
                        opened.hasRefusal(),
                        SubscribeEvent.newBuilder().setOpened(opened).build());
                if (!opened.hasRefusal()) {
                    streams.put(call, new Stream(Method.SUBSCRIBE, opened.getSubscription(), null));
                }
            } else if (!end) {
                observer.onError("unknown_stream");
            }
            return;
        }
        if (stream.method != Method.SUBSCRIBE) {
            observer.onError("unknown_stream");
            return;
        }
        int result = switch (wanted.getKindCase()) {
            case CREDIT -> session.credit(stream.number, wanted.getCredit().getMessages());
            case SETTLE ->
                session.settle(
                        stream.number,
                        wanted.getSettle().getDelivery(),
                        wanted.getSettle().getVerdict(),
                        wanted.getSettle().getReason());
            case PAUSE -> session.pause(stream.number, wanted.getPause().getPaused());
            case OPEN -> Refusals.INVALID;
            case KIND_NOT_SET -> 0;
        };
        if (result < 0) {
            observer.onError("refused_subscribe_request");
        }
        if (end) {
            session.unsubscribe(stream.number);
            streams.remove(call);
            new Sink(call)
                    .notice(Notice.newBuilder().setKind(Notice.Kind.CLOSED).build());
        }
    }

    /** Gives credit to a subscription that is open; false when the message is something else. */
    boolean onCredit(long call, byte[] message) throws InvalidProtocolBufferException {
        Stream stream = streams.get(call);
        if (stream == null || stream.method != Method.SUBSCRIBE) {
            return false;
        }
        SubscribeRequest wanted = SubscribeRequest.parseFrom(message);
        if (!wanted.hasCredit()) {
            return false;
        }
        if (session.credit(stream.number, wanted.getCredit().getMessages()) < 0) {
            observer.onError("refused_subscribe_request");
        }
        return true;
    }

    private final class Sink implements DeliverySink {
        private final long call;

        Sink(long call) {
            this.call = call;
        }

        @Override
        public boolean deliver(Delivered message) {
            return writer.deliver(message);
        }

        @Override
        public boolean fits(int length) {
            return writer.fits(length);
        }

        @Override
        public void notice(Notice notice) {
            boolean last = notice.getKind() == Notice.Kind.REVOKED || notice.getKind() == Notice.Kind.CLOSED;
            memory.answer(
                    call,
                    Method.SUBSCRIBE,
                    last,
                    SubscribeEvent.newBuilder().setNotice(notice).build());
            if (last) {
                streams.remove(call);
            }
        }
    }

    private void request(long call, RequestMessage message) {
        session.request(message, reply -> {
            if (!memory.answer(call, Method.REQUEST, true, reply)) {
                String text =
                        "the reply has " + reply.getPayload().size() + " bytes, more than this ring of shared memory"
                                + " takes in one frame (" + longest + "). Raise sidecar.ring.to-plugin";
                memory.answer(
                        call,
                        Method.REQUEST,
                        true,
                        ReplyMessage.newBuilder()
                                .setRefusal(Refusals.of(Refusal.Code.TOO_LARGE, text))
                                .build());
            }
        });
    }

    private void respond(long call, boolean end, RespondRequest wanted) {
        Stream stream = streams.get(call);
        if (stream == null && wanted.hasOpen()) {
            int number =
                    session.respond(wanted.getOpen(), incoming -> memory.answer(call, Method.RESPOND, false, incoming));
            if (number < 0) {
                memory.answer(call, Method.RESPOND, true, session.responderRefusal());
            } else {
                streams.put(call, new Stream(Method.RESPOND, number, null));
                memory.answer(call, Method.RESPOND, false, IncomingRequest.getDefaultInstance());
            }
        } else if (stream == null || stream.method != Method.RESPOND) {
            observer.onError("unknown_stream");
        } else {
            if (wanted.hasAnswer() && session.answer(stream.number, wanted.getAnswer()) < 0) {
                observer.onError("unknown_request");
            }
            if (end) {
                session.endResponder(stream.number);
                streams.remove(call);
            }
        }
    }

    /** Loads go on when the answers before have found room in the ring. */
    int turn() {
        if (loads.isEmpty() || writer.isBehind()) {
            return 0;
        }
        loads.poll().next();
        return 1;
    }

    private final class Load {
        private final long call;
        private StateLoading loading;

        Load(long call) {
            this.call = call;
        }

        void begin() {
            loading = session.loadState(this::give);
            loading.next();
        }

        private void give(StateChunk chunk) {
            load(call, chunk);
            if (!chunk.getLast()) {
                loads.add(loading);
            }
        }
    }

    private void load(long call, StateChunk chunk) {
        int most = longest / 2;
        int size = chunk.getData().size();
        for (int at = 0; at == 0 || at < size; at += most) {
            int to = Math.min(size, at + most);
            boolean last = chunk.getLast() && to == size;
            StateChunk part = chunk.toBuilder()
                    .setData(chunk.getData().substring(at, to))
                    .setLast(last)
                    .build();
            memory.answer(call, Method.LOAD_STATE, last, part);
        }
    }

    private void watch(long call, Method method, boolean end, java.util.function.Supplier<Runnable> begin) {
        Stream known = streams.remove(call);
        if (known != null && known.cancel != null) {
            known.cancel.run();
        }
        if (!end || known == null) {
            streams.put(call, new Stream(method, 0, begin.get()));
        }
    }

    /** A call whose message is none gets an answer all the same, where one is awaited. */
    void refuseMalformed(long call, Method method) {
        Refusal refusal = Refusals.of(Refusal.Code.INVALID, "the message of this " + method + " call cannot be read");
        switch (method) {
            case RESOLVE_TOPIC ->
                memory.answer(
                        call,
                        method,
                        true,
                        ResolvedTopic.newBuilder().setRefusal(refusal).build());
            case SUBSCRIBE ->
                memory.answer(
                        call,
                        method,
                        true,
                        SubscribeEvent.newBuilder()
                                .setOpened(Opened.newBuilder().setRefusal(refusal))
                                .build());
            case REQUEST ->
                memory.answer(
                        call,
                        method,
                        true,
                        ReplyMessage.newBuilder().setRefusal(refusal).build());
            case SAVE_STATE ->
                memory.answer(
                        call,
                        method,
                        true,
                        SaveStateReply.newBuilder().setRefusal(refusal).build());
            default -> observer.onError("malformed_call");
        }
    }
}
