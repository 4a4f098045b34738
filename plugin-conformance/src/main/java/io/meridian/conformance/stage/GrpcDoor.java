package io.meridian.conformance.stage;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.LogSummary;
import io.meridian.plugin.contract.proto.Notice;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The attach point for any language: gRPC on a Unix socket in the folder. */
final class GrpcDoor extends SidecarGrpc.SidecarImplBase implements AutoCloseable {
    private static final Metadata.Key<String> SESSION =
            Metadata.Key.of("meridian-session", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> GIVEN = Context.key("meridian-session");

    /** Held, or the level would be forgotten: plugins that are killed, and Unix sockets, are no news here. */
    private static final Logger NETTY = Logger.getLogger("io.grpc.netty.shaded");

    static {
        NETTY.setLevel(Level.OFF);
    }

    private final PlayedPlatform platform;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server server;

    GrpcDoor(PlayedPlatform platform, Path socket) {
        this.platform = platform;
        try {
            server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                    .channelType(EpollServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loops)
                    .workerEventLoopGroup(loops)
                    .directExecutor()
                    .addService(ServerInterceptors.intercept(this, new Sessions()))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on socket=" + socket + ": " + e.getMessage(), e);
        }
    }

    private static final class Sessions implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String session = headers.get(SESSION);
            Context context = Context.current().withValue(GIVEN, session == null ? "" : session);
            return Contexts.interceptCall(context, call, headers, next);
        }
    }

    private Refusal stray(String call) {
        return platform.isIn(GIVEN.get(), call)
                ? null
                : PlayedPlatform.refusal(Refusal.Code.NO_SESSION, call + " came without a session; attach first");
    }

    private static <T> void answer(StreamObserver<T> out, T value) {
        out.onNext(value);
        out.onCompleted();
    }

    @Override
    public void attach(AttachRequest request, StreamObserver<AttachReply> out) {
        answer(out, platform.attach(request));
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishReply> out) {
        Refusal stray = stray("Publish");
        answer(out, stray != null ? PublishReply.newBuilder().setRefusal(stray).build() : publish(request));
    }

    private PublishReply publish(PublishRequest request) {
        return platform.publish(
                request.getHead(), request.getPayload().toByteArray(), request.getProfile(), false, request.getTag());
    }

    @Override
    public StreamObserver<PublishRequest> publishAll(StreamObserver<PublishSummary> out) {
        PublishSummary.Builder summary = PublishSummary.newBuilder();
        boolean in = stray("PublishAll") == null;
        return new Reading<>() {
            @Override
            public void onNext(PublishRequest request) {
                PublishReply reply = in ? publish(request) : PublishReply.getDefaultInstance();
                if (!in || reply.hasRefusal()) {
                    summary.setRefused(summary.getRefused() + 1);
                    if (!summary.hasFirstRefusal()) {
                        summary.setFirstRefusal(reply.getRefusal()).setFirstRefusedTag(request.getTag());
                    }
                } else {
                    summary.setPublished(summary.getPublished() + 1);
                }
            }

            @Override
            public void onCompleted() {
                answer(out, summary.build());
            }
        };
    }

    @Override
    public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeEvent> out) {
        boolean in = stray("Subscribe") == null;
        return new Reading<>() {
            private PlayedSubscription subscription;

            @Override
            public void onNext(SubscribeRequest request) {
                if (request.hasOpen()) {
                    open(request);
                } else if (subscription != null) {
                    switch (request.getKindCase()) {
                        case CREDIT ->
                            platform.credit(subscription, request.getCredit().getMessages());
                        case SETTLE -> platform.settle(subscription, request.getSettle());
                        case PAUSE ->
                            platform.pause(subscription, request.getPause().getPaused());
                        default -> {}
                    }
                }
            }

            private void open(SubscribeRequest request) {
                Refusal refusal = in
                        ? platform.open(request.getOpen(), false, new EventSink(out), opened -> {
                            subscription = opened;
                            out.onNext(SubscribeEvent.newBuilder()
                                    .setOpened(Opened.newBuilder().setSubscription(1))
                                    .build());
                        })
                        : PlayedPlatform.refusal(Refusal.Code.NO_SESSION, "attach first");
                if (refusal != null) {
                    answer(
                            out,
                            SubscribeEvent.newBuilder()
                                    .setOpened(Opened.newBuilder().setRefusal(refusal))
                                    .build());
                }
            }

            @Override
            public void onError(Throwable gone) {
                if (subscription != null) {
                    platform.close(subscription);
                }
            }

            @Override
            public void onCompleted() {
                onError(null);
                out.onCompleted();
            }
        };
    }

    /** Sends to a stream; one that its plugin has left takes nothing, and says nothing. */
    private record EventSink(StreamObserver<SubscribeEvent> out) implements PlayedSubscription.Sink {
        @Override
        public void deliver(Delivery delivery) {
            send(SubscribeEvent.newBuilder().setDelivery(delivery).build());
        }

        @Override
        public void notice(Notice notice) {
            send(SubscribeEvent.newBuilder().setNotice(notice).build());
        }

        private void send(SubscribeEvent event) {
            synchronized (out) {
                if (!((ServerCallStreamObserver<SubscribeEvent>) out).isCancelled()) {
                    out.onNext(event);
                }
            }
        }
    }

    @Override
    public void request(RequestMessage request, StreamObserver<ReplyMessage> out) {
        Refusal stray = stray("Request");
        answer(
                out,
                ReplyMessage.newBuilder()
                        .setRefusal(
                                stray != null
                                        ? stray
                                        : PlayedPlatform.refusal(Refusal.Code.NO_RESPONDER, "nobody answers here"))
                        .build());
    }

    @Override
    public StreamObserver<RespondRequest> respond(StreamObserver<IncomingRequest> out) {
        boolean in = stray("Respond") == null;
        return new Reading<>() {
            @Override
            public void onNext(RespondRequest request) {
                if (in && request.hasOpen()) {
                    out.onNext(IncomingRequest.getDefaultInstance());
                }
            }

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatReply> out) {
        Refusal stray = stray("Heartbeat");
        answer(
                out,
                stray != null ? HeartbeatReply.newBuilder().setRefusal(stray).build() : platform.heartbeat(request));
    }

    @Override
    public StreamObserver<StateChunk> saveState(StreamObserver<SaveStateReply> out) {
        Refusal stray = stray("SaveState");
        return new Reading<>() {
            private ByteString state = ByteString.EMPTY;
            private int format;

            @Override
            public void onNext(StateChunk chunk) {
                state = state.concat(chunk.getData());
                format = chunk.getFormat();
            }

            @Override
            public void onCompleted() {
                if (stray != null) {
                    answer(out, SaveStateReply.newBuilder().setRefusal(stray).build());
                    return;
                }
                platform.saved(state.toByteArray(), format);
                answer(out, SaveStateReply.newBuilder().setBytes(state.size()).build());
            }
        };
    }

    @Override
    public void loadState(LoadStateRequest request, StreamObserver<StateChunk> out) {
        Refusal stray = stray("LoadState");
        StateChunk.Builder chunk = StateChunk.newBuilder().setLast(true);
        answer(
                out,
                stray != null
                        ? chunk.setRefusal(stray).build()
                        : chunk.setData(platform.load())
                                .setFormat(platform.stateFormat())
                                .build());
    }

    @Override
    public void watchGrants(WatchGrantsRequest request, StreamObserver<Grants> out) {
        if (stray("WatchGrants") == null) {
            platform.watchGrants(grants -> send(out, grants));
        } else {
            out.onCompleted();
        }
    }

    @Override
    public void watchSettings(WatchSettingsRequest request, StreamObserver<PluginSettings> out) {
        if (stray("WatchSettings") == null) {
            platform.watchSettings(settings -> send(out, settings));
        } else {
            out.onCompleted();
        }
    }

    private static <T> void send(StreamObserver<T> out, T value) {
        if (!((ServerCallStreamObserver<T>) out).isCancelled()) {
            out.onNext(value);
        }
    }

    @Override
    public StreamObserver<LogRecord> log(StreamObserver<LogSummary> out) {
        return new Reading<>() {
            private long taken;

            @Override
            public void onNext(LogRecord record) {
                taken++;
            }

            @Override
            public void onCompleted() {
                answer(out, LogSummary.newBuilder().setTaken(taken).build());
            }
        };
    }

    @Override
    public void leave(LeaveRequest request, StreamObserver<LeaveReply> out) {
        Refusal stray = stray("Leave");
        if (stray == null) {
            platform.leave(request);
        }
        answer(
                out,
                stray == null
                        ? LeaveReply.getDefaultInstance()
                        : LeaveReply.newBuilder().setRefusal(stray).build());
    }

    /** Goes away at once, as a sidecar that was killed. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A stream that a plugin sends; when it breaks off there is nothing left to answer. */
    private abstract static class Reading<T> implements StreamObserver<T> {
        @Override
        public void onError(Throwable gone) {}
    }
}
