package io.meridian.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Credit;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.PublishSummary;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A plugin that speaks gRPC over the Unix socket and does nothing else: what is left to measure is the sidecar, and gRPC. */
final class GrpcPlugin implements AutoCloseable {
    private static final Metadata.Key<String> SESSION =
            Metadata.Key.of("meridian-session", Metadata.ASCII_STRING_MARSHALLER);
    private static final int CREDIT = 256;
    private static final long BEAT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final GrpcSockets sockets;
    private final SidecarGrpc.SidecarStub stub;
    private final Thread beats;
    private volatile boolean open = true;
    private volatile Throwable failure;
    private StreamObserver<PublishRequest> publishing;
    private StreamObserver<SubscribeRequest> subscribing;
    private String topic;
    private int credited;

    /** Attaches to the sidecar of this folder. */
    GrpcPlugin(Path folder) throws IOException {
        Path token = folder.resolve("token");
        Path socket = folder.resolve("grpc.sock");
        long deadline = System.nanoTime() + SidecarRig.PATIENCE_NS;
        while (!Files.exists(socket) || !Files.exists(token)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no attach is offered in " + folder);
            }
            LockSupport.parkNanos(1_000_000);
        }
        sockets = new GrpcSockets(socket);
        AttachReply reply = SidecarGrpc.newBlockingStub(sockets.channel())
                .attach(AttachRequest.newBuilder()
                        .setContractVersion(1)
                        .setToken(Files.readString(token).strip())
                        .setPlugin("bench")
                        .setVersion("1.0.0")
                        .build());
        if (reply.hasRefusal()) {
            throw new IllegalStateException("the sidecar refused: " + reply);
        }
        Metadata headers = new Metadata();
        headers.put(SESSION, reply.getSession());
        stub = SidecarGrpc.newStub(sockets.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        SidecarGrpc.SidecarBlockingStub blocking = SidecarGrpc.newBlockingStub(sockets.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        beats = Thread.ofPlatform().daemon().name("grpc-beats").start(() -> {
            HeartbeatRequest healthy =
                    HeartbeatRequest.newBuilder().setHealth(Health.HEALTHY).build();
            while (open) {
                try {
                    blocking.heartbeat(healthy);
                } catch (RuntimeException ended) {
                    failure = open ? ended : failure;
                    return;
                }
                LockSupport.parkNanos(BEAT_NS);
            }
        });
    }

    void openPublishing(String newTopic) {
        topic = newTopic;
        publishing = stub.publishAll(new Ending<PublishSummary>());
    }

    void publish(byte[] payload) {
        if (failure != null) {
            throw new IllegalStateException("the plugin's session ended", failure);
        }
        publishing.onNext(PublishRequest.newBuilder()
                .setHead(MessageHead.newBuilder().setTopic(topic).setSchemaId(1000))
                .setProfile(Profile.FAST)
                .setPayload(UnsafeByteOperations.unsafeWrap(payload))
                .build());
    }

    void subscribe(String pattern, Consumer<ByteString> delivery) throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(1);
        subscribing = stub.subscribe(new Ending<SubscribeEvent>() {
            @Override
            public void onNext(SubscribeEvent event) {
                if (event.hasOpened()) {
                    if (event.getOpened().hasRefusal()) {
                        failure = new IllegalStateException("refused: " + event);
                    }
                    opened.countDown();
                } else if (event.hasDelivery()) {
                    delivery.accept(event.getDelivery().getPayload());
                    if (++credited == CREDIT / 2) {
                        credited = 0;
                        subscribing.onNext(SubscribeRequest.newBuilder()
                                .setCredit(Credit.newBuilder().setMessages(CREDIT / 2))
                                .build());
                    }
                }
            }
        });
        subscribing.onNext(SubscribeRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setPattern(pattern)
                        .setProfile(Profile.FAST)
                        .setCredit(CREDIT))
                .build());
        if (!opened.await(20, TimeUnit.SECONDS) || failure != null) {
            throw new IllegalStateException("not subscribed to " + pattern, failure);
        }
    }

    private class Ending<T> implements StreamObserver<T> {
        @Override
        public void onNext(T answer) {}

        @Override
        public void onError(Throwable ended) {
            failure = open ? ended : failure;
        }

        @Override
        public void onCompleted() {}
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(beats);
        sockets.close();
    }
}
