package io.meridian.sidecar.grpc;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.meridian.sidecar.file.AttachPlace;
import io.meridian.sidecar.file.SocketPath;
import io.meridian.sidecar.session.SessionHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;

/** Lets a plugin attach by gRPC, on a Unix socket in the place where it attaches and, when wished, on the loopback. */
public final class GrpcAttachPoint implements AutoCloseable {
    /** The socket's name in the sidecar's folder. */
    public static final String FILE = "grpc.sock";

    /** Room in a message for all but its payload. */
    private static final int HEAD_ROOM = 64 << 10;

    private static final int MOST_CALLS = 1024;
    private static final int LARGEST_HEADERS = 8 << 10;
    /** Enough for a busy stream, and little enough that a client that does not read costs little. */
    private static final int FLOW_WINDOW = 256 << 10;
    /** Resets of a call in {@link #RESET_SECONDS} before the connection is ended. */
    private static final int MOST_RESETS = 10_000;

    private static final int RESET_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;
    /** A connection without a call is closed after so long; a plugin that is attached calls every second. */
    private static final long IDLE_SECONDS = 60;

    private final Path file;
    private final Sessions sessions;
    private final EventLoopGroup threads;
    private final List<Server> servers = new ArrayList<>();

    /**
     * What it is made of.
     *
     * @param place where the plugin looks for it
     * @param port on 127.0.0.1, or 0 for none
     * @param largestPayload that a message may have
     * @param loop hands a command to the guard loop; false when that has ended
     * @param host where plugins are brought; asked on the guard loop only
     * @param clock for what is measured
     * @param silenceNs a plugin that is silent for so long, and for three heartbeats, is taken for dead
     */
    public record Options(
            AttachPlace place,
            int port,
            int largestPayload,
            Predicate<Runnable> loop,
            SessionHost host,
            NanoClock clock,
            long silenceNs) {}

    private GrpcAttachPoint(Options options) {
        file = options.place().folder().resolve(FILE);
        sessions = new Sessions(options.host(), options.clock(), options.silenceNs());
        ThreadFactory factory =
                Thread.ofPlatform().name("sidecar-grpc").daemon().factory();
        threads = new MultiThreadIoEventLoopGroup(1, factory, EpollIoHandler.newFactory());
    }

    /**
     * Opens both ways in.
     *
     * @throws IOException when a socket or port cannot be had; the text says what to do
     */
    public static GrpcAttachPoint open(Options options) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException(
                    "gRPC over a Unix socket needs Linux on x86-64 or arm64, with its native library: "
                            + Epoll.unavailabilityCause(),
                    Epoll.unavailabilityCause());
        }
        GrpcAttachPoint point = new GrpcAttachPoint(options);
        try {
            point.start(options);
            return point;
        } catch (IOException e) {
            point.close();
            throw e;
        }
    }

    private void start(Options options) throws IOException {
        Lenient lenient = new Lenient();
        ServerServiceDefinition service =
                lenient.of(new SidecarService(options.loop(), sessions, lenient).bindService());
        AtomicLong connections = new AtomicLong();
        Strangers strangers = new Strangers(sessions::isOpen);
        // Whoever listens here is dead: a sidecar that lives holds its control socket, which is asked before this one.
        Files.deleteIfExists(file);
        serve(
                options,
                service,
                connections,
                strangers,
                new DomainSocketAddress(SocketPath.of(file).toString()),
                EpollServerDomainSocketChannel.class);
        options.place().open(file);
        if (options.port() != 0) {
            SocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port());
            try {
                serve(options, service, connections, strangers, address, EpollServerSocketChannel.class);
            } catch (IOException taken) {
                throw new IOException(
                        "Port " + options.port() + " on 127.0.0.1 cannot be had for gRPC (" + taken.getMessage()
                                + "): another sidecar may have it. Set sidecar.grpc.port to another port, or to 0 when"
                                + " the plugin uses the Unix socket or shared memory.",
                        taken);
            }
        }
    }

    private void serve(
            Options options,
            ServerServiceDefinition service,
            AtomicLong connections,
            Strangers strangers,
            SocketAddress address,
            Class<? extends ServerChannel> type)
            throws IOException {
        servers.add(NettyServerBuilder.forAddress(address)
                .channelType(type)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .directExecutor()
                .addService(service)
                .intercept(Caller.interceptor())
                .intercept(strangers)
                .addTransportFilter(strangers.connections())
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .addTransportFilter(
                        Caller.connections(connections, gone -> options.loop().test(() -> sessions.gone(gone))))
                .maxInboundMessageSize(options.largestPayload() + HEAD_ROOM)
                .maxInboundMetadataSize(LARGEST_HEADERS)
                .maxConcurrentCallsPerConnection(MOST_CALLS)
                .maxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .flowControlWindow(FLOW_WINDOW)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build()
                .start());
    }

    /** Does what waits. For the guard loop, in each of its turns. */
    public int turn() {
        return sessions.turn();
    }

    /** Ends all calls and both ways in. */
    @Override
    public void close() {
        servers.forEach(Server::shutdownNow);
        try {
            for (Server server : servers) {
                server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
            threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next sidecar removes it.
        }
    }
}
