package io.meridian.sidecar.grpc;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A whole sidecar on the bus in memory, and clients of its Unix socket. */
final class GrpcFixture implements AutoCloseable {
    static final String GRANTS = """
        allow g-1 publish test.** for instance momo-1
        allow g-2 subscribe test.** for instance momo-1
        allow g-3 request test.** for instance momo-1
        allow g-5 replay test.** for instance momo-1
        allow g-4 publish platform.oms.command.** for instance momo-1
        """;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    final Path folder;
    final WholeSidecar sidecar;
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<ManagedChannel> channels = new ArrayList<>();

    GrpcFixture(Path folder, String... settings) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("s"));
        Files.writeString(this.folder.resolve("grants"), GRANTS);
        Map<String, String> values = new HashMap<>(Map.of(
                "bus.backend", "memory",
                "bus.deployment", "t" + Long.toHexString(System.nanoTime()),
                "sidecar.dir", this.folder.toString(),
                "sidecar.instance", "momo-1",
                "sidecar.pool", "SIGNAL",
                "sidecar.grpc.port", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        SidecarLog log = (level, text) -> lines.add(level + " " + text);
        sidecar = WholeSidecar.start(Settings.of(WholeSidecar.schemas(), values), log);
    }

    ManagedChannel channel() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(
                        folder.resolve(GrpcAttachPoint.FILE).toString()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(threads)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        channels.add(channel);
        return channel;
    }

    /** The token that is good for the next attach. */
    String token() {
        Path file = folder.resolve("token");
        await("a token", () -> Files.exists(file));
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Attaches over this channel. */
    Client attach(ManagedChannel channel, StatePolicy state) {
        AttachReply reply = SidecarGrpc.newBlockingStub(channel)
                .attach(AttachRequest.newBuilder()
                        .setContractVersion(1)
                        .setToken(token())
                        .setPlugin("momo")
                        .setVersion("1")
                        .setLanguage("java")
                        .setState(state)
                        .build());
        if (reply.hasRefusal()) {
            throw new AssertionError(reply.getRefusal() + " " + lines);
        }
        return new Client(channel, reply);
    }

    Client attach() {
        return attach(channel(), StatePolicy.NONE);
    }

    /** A plugin that is attached. */
    static final class Client {
        final ManagedChannel channel;
        final AttachReply reply;

        Client(ManagedChannel channel, AttachReply reply) {
            this.channel = channel;
            this.reply = reply;
        }

        SidecarGrpc.SidecarBlockingStub blocking() {
            return SidecarGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()))
                    .withDeadlineAfter(20, TimeUnit.SECONDS);
        }

        SidecarGrpc.SidecarStub async() {
            return SidecarGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()));
        }

        Metadata headers() {
            Metadata headers = new Metadata();
            headers.put(Caller.SESSION, reply.getSession());
            return headers;
        }
    }

    /** Keeps what comes. */
    static final class Inbox<T> implements StreamObserver<T> {
        final BlockingQueue<T> messages = new LinkedBlockingQueue<>();
        volatile Throwable failure;
        volatile boolean ended;

        @Override
        public void onNext(T message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable why) {
            failure = why;
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
        }

        T next() {
            try {
                T message = messages.poll(20, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("nothing came; ended=" + ended + " failure=" + failure);
                }
                return message;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        sidecar.close();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
