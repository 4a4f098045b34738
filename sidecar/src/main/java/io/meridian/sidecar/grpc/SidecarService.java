package io.meridian.sidecar.grpc;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.LogSummary;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.PublishSummary;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.plugin.contract.proto.WatchGrantsRequest;
import io.meridian.plugin.contract.proto.WatchSettingsRequest;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.Refusals;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The calls of the contract, each handed to the guard loop. */
final class SidecarService extends SidecarGrpc.SidecarImplBase {
    private static final Refusal NO_SESSION = Refusals.of(
            Refusal.Code.NO_SESSION,
            "The call names no session that is open. Call Attach first, and send its session as metadata"
                    + " meridian-session with every call; after a session has ended, attach again.");
    private static final Refusal MALFORMED = Refusals.of(
            Refusal.Code.INVALID,
            "The request cannot be read as the message of this call. Is the plugin built with this contract?");
    private static final Refusal ENDED =
            Refusals.of(Refusal.Code.NOT_READY, "The sidecar has ended. Attach again when it runs.");

    private final Predicate<Runnable> loop;
    private final Sessions sessions;
    private final Lenient lenient;

    SidecarService(Predicate<Runnable> loop, Sessions sessions, Lenient lenient) {
        this.loop = loop;
        this.sessions = sessions;
        this.lenient = lenient;
    }

    @Override
    public void attach(AttachRequest request, StreamObserver<AttachReply> observer) {
        Out<AttachReply> out = new Out<>(observer);
        Caller caller = Caller.current();
        Consumer<Refusal> refuse =
                refusal -> out.end(AttachReply.newBuilder().setRefusal(refusal).build());
        if (lenient.isMalformed(request)) {
            refuse.accept(MALFORMED);
        } else if (!loop.test(() -> out.end(sessions.attach(request, caller.connection())))) {
            refuse.accept(ENDED);
        }
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishReply> observer) {
        long tag = request.getTag();
        unary(request, observer, refusal -> refused(refusal, tag), (session, out) -> publish(session, request, out));
    }

    private static void publish(GrpcSession session, PublishRequest request, Out<PublishReply> out) {
        PluginSession plugin = session.plugin();
        long tag = request.getTag();
        String fault = Heads.fault(request.getHead());
        if (fault != null) {
            out.end(refused(Refusals.of(Refusal.Code.INVALID, fault), tag));
            return;
        }
        int handle = session.resolve(request);
        if (handle < 0) {
            out.end(refused(plugin.resolveRefusal(request.getHead().getTopic(), handle), tag));
            return;
        }
        long result = session.publish(handle, request);
        if (result < 0) {
            out.end(refused(plugin.refusal(result, handle), tag));
            return;
        }
        PublishReply.Builder reply = PublishReply.newBuilder()
                .setTag(tag)
                .setId(MessageId.newBuilder().setSource(plugin.source()).setSequence(result));
        if (session.isDurable(handle)) {
            session.whenStored(
                    () -> out.end(reply.setStored(true).build()),
                    () -> out.end(reply.setRefusal(Refusals.of(
                                    Refusal.Code.CLOSED,
                                    "The session ended before it was known to be stored. It may or may not be: publish"
                                            + " it again."))
                            .build()));
        } else {
            out.end(reply.build());
        }
    }

    private static PublishReply refused(Refusal refusal, long tag) {
        return PublishReply.newBuilder().setRefusal(refusal).setTag(tag).build();
    }

    @Override
    public StreamObserver<PublishRequest> publishAll(StreamObserver<PublishSummary> observer) {
        Incoming<PublishRequest, PublishAllCall, PublishSummary> in = new Incoming<>(
                observer,
                (refusal, out) -> out.end(PublishSummary.newBuilder()
                        .setRefused(1)
                        .setFirstRefusal(refusal)
                        .build()),
                PublishAllCall::new);
        return in.with(
                PublishAllCall::onMessage,
                PublishAllCall::onClientDone,
                PublishAllCall::onCancelled,
                call -> {},
                PublishAllCall.WINDOW);
    }

    @Override
    public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeEvent> observer) {
        Incoming<SubscribeRequest, SubscribeCall, SubscribeEvent> in = new Incoming<>(
                observer,
                (refusal, out) -> out.end(SubscribeEvent.newBuilder()
                        .setOpened(Opened.newBuilder().setRefusal(refusal))
                        .build()),
                SubscribeCall::new);
        return in.with(
                SubscribeCall::onMessage,
                SubscribeCall::onClientDone,
                SubscribeCall::end,
                SubscribeCall::flush,
                SubscribeCall.WINDOW);
    }

    @Override
    public void request(RequestMessage request, StreamObserver<ReplyMessage> observer) {
        unary(
                request,
                observer,
                refusal -> ReplyMessage.newBuilder().setRefusal(refusal).build(),
                (session, out) -> session.plugin().request(request, out::end));
    }

    @Override
    public StreamObserver<RespondRequest> respond(StreamObserver<IncomingRequest> observer) {
        Incoming<RespondRequest, RespondCall, IncomingRequest> in = new Incoming<>(
                observer,
                (refusal, out) ->
                        out.end(IncomingRequest.newBuilder().setRefusal(refusal).build()),
                RespondCall::new);
        return in.with(
                RespondCall::onMessage, RespondCall::onClientDone, RespondCall::end, call -> {}, RespondCall.WINDOW);
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatReply> observer) {
        unary(
                request,
                observer,
                refusal -> HeartbeatReply.newBuilder().setRefusal(refusal).build(),
                (session, out) -> out.end(session.plugin().heartbeat(request)));
    }

    @Override
    public StreamObserver<StateChunk> saveState(StreamObserver<SaveStateReply> observer) {
        Incoming<StateChunk, StateCalls.Save, SaveStateReply> in = new Incoming<>(
                observer,
                (refusal, out) ->
                        out.end(SaveStateReply.newBuilder().setRefusal(refusal).build()),
                StateCalls.Save::new);
        return in.with(
                StateCalls.Save::onMessage,
                StateCalls.Save::onClientDone,
                StateCalls.Save::onCancelled,
                call -> {},
                StateCalls.WINDOW);
    }

    @Override
    public void loadState(LoadStateRequest request, StreamObserver<StateChunk> observer) {
        outgoing(
                request,
                observer,
                (refusal, out) -> out.end(StateChunk.newBuilder()
                        .setLast(true)
                        .setRefusal(refusal)
                        .build()),
                StateCalls.Load::new,
                (call, plugin) -> call.open(),
                StateCalls.Load::flush,
                StateCalls.Load::end);
    }

    @Override
    public void watchGrants(WatchGrantsRequest request, StreamObserver<Grants> observer) {
        outgoing(
                request,
                observer,
                (refusal, out) -> out.refuse(refusal),
                WatchCall<Grants>::new,
                (call, plugin) -> call.open(plugin::watchGrants),
                WatchCall::flush,
                WatchCall::end);
    }

    @Override
    public void watchSettings(WatchSettingsRequest request, StreamObserver<PluginSettings> observer) {
        outgoing(
                request,
                observer,
                (refusal, out) -> out.refuse(refusal),
                WatchCall<PluginSettings>::new,
                (call, plugin) -> call.open(plugin::watchSettings),
                WatchCall::flush,
                WatchCall::end);
    }

    @Override
    public StreamObserver<LogRecord> log(StreamObserver<LogSummary> observer) {
        Incoming<LogRecord, LogCall, LogSummary> in =
                new Incoming<>(observer, (refusal, out) -> out.refuse(refusal), LogCall::new);
        return in.with(LogCall::onMessage, LogCall::onClientDone, LogCall::onClientDone, call -> {}, LogCall.WINDOW);
    }

    @Override
    public void leave(LeaveRequest request, StreamObserver<LeaveReply> observer) {
        unary(
                request,
                observer,
                refusal -> LeaveReply.newBuilder().setRefusal(refusal).build(),
                (session, out) -> session.plugin().leave(request, out::end));
    }

    private <A> void unary(
            Message request,
            StreamObserver<A> observer,
            Function<Refusal, A> refused,
            BiConsumer<GrpcSession, Out<A>> work) {
        Out<A> out = new Out<>(observer);
        Caller caller = Caller.current();
        if (lenient.isMalformed(request)) {
            out.end(refused.apply(MALFORMED));
            return;
        }
        boolean taken = loop.test(() -> {
            GrpcSession session = sessions.of(caller);
            if (session == null) {
                out.end(refused.apply(NO_SESSION));
            } else {
                work.accept(session, out);
            }
        });
        if (!taken) {
            out.end(refused.apply(ENDED));
        }
    }

    /** A call that is asked once and answered many times. */
    private <A, C extends OpenCall> void outgoing(
            Message request,
            StreamObserver<A> observer,
            BiConsumer<Refusal, Out<A>> refuse,
            BiFunction<GrpcSession, Out<A>, C> opener,
            BiConsumer<C, PluginSession> open,
            Consumer<C> onReady,
            Consumer<C> onCancel) {
        Holder<C> holder = new Holder<>();
        Out<A> out = new Out<>(
                observer, () -> loop.test(() -> holder.with(onReady)), () -> loop.test(() -> holder.with(onCancel)));
        Caller caller = Caller.current();
        if (lenient.isMalformed(request)) {
            refuse.accept(MALFORMED, out);
            return;
        }
        boolean taken = loop.test(() -> {
            GrpcSession session = sessions.of(caller);
            if (session == null) {
                refuse.accept(NO_SESSION, out);
                return;
            }
            holder.call = opener.apply(session, out);
            session.add(holder.call);
            open.accept(holder.call, session.plugin());
        });
        if (!taken) {
            refuse.accept(ENDED, out);
        }
    }

    /** A call's state, once there is one. On the guard loop. */
    private static final class Holder<C> {
        C call;

        void with(Consumer<C> action) {
            if (call != null) {
                action.accept(call);
            }
        }
    }

    /** A call to which many messages come. Its methods run on the thread of the call and hand everything on. */
    private final class Incoming<Q extends Message, C extends OpenCall, A> {
        private final StreamObserver<A> observer;
        private final BiConsumer<Refusal, Out<A>> refuse;
        private final BiFunction<GrpcSession, Out<A>, C> opener;
        private final Holder<C> holder = new Holder<>();

        Incoming(
                StreamObserver<A> observer,
                BiConsumer<Refusal, Out<A>> refuse,
                BiFunction<GrpcSession, Out<A>, C> opener) {
            this.observer = observer;
            this.refuse = refuse;
            this.opener = opener;
        }

        StreamObserver<Q> with(
                BiConsumer<C, Q> onMessage, Consumer<C> onDone, Consumer<C> onCancel, Consumer<C> onReady, int window) {
            Out<A> out = new Out<>(
                    observer,
                    () -> loop.test(() -> holder.with(onReady)),
                    () -> loop.test(() -> holder.with(onCancel)));
            out.pull(window);
            Caller caller = Caller.current();
            hand(out, () -> {
                GrpcSession session = sessions.of(caller);
                if (session == null) {
                    refuse.accept(NO_SESSION, out);
                } else {
                    holder.call = opener.apply(session, out);
                    session.add(holder.call);
                }
            });
            return new StreamObserver<>() {
                @Override
                public void onNext(Q message) {
                    hand(out, () -> {
                        if (holder.call == null || out.isOver()) {
                            return;
                        }
                        if (lenient.isMalformed(message)) {
                            onCancel.accept(holder.call);
                            refuse.accept(MALFORMED, out);
                            return;
                        }
                        // A stream that sends is a sign of life.
                        sessions.of(caller);
                        onMessage.accept(holder.call, message);
                    });
                }

                @Override
                public void onError(Throwable cancelled) {
                    // The handler of the cancellation deals with it.
                }

                @Override
                public void onCompleted() {
                    hand(out, () -> holder.with(onDone));
                }
            };
        }

        private void hand(Out<A> out, Runnable command) {
            if (!loop.test(command)) {
                refuse.accept(ENDED, out);
            }
        }
    }
}
