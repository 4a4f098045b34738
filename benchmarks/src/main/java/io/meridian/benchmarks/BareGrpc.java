package io.meridian.benchmarks;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.agrona.IoUtil;

/** The least that gRPC over a Unix socket can take: a call that is answered with what it brought. */
final class BareGrpc implements AutoCloseable {
    private static final MethodDescriptor<byte[], byte[]> ECHO = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("bench.Bare/Echo")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final Path folder;
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server server;
    private final GrpcSockets client;

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    BareGrpc() throws IOException {
        folder = Files.createTempDirectory("meridian-bare");
        Path socket = folder.resolve("s");
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .directExecutor()
                .addService(ServerServiceDefinition.builder("bench.Bare")
                        .addMethod(ECHO, ServerCalls.asyncUnaryCall((byte[] request, StreamObserver<byte[]> answer) -> {
                            answer.onNext(request);
                            answer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        client = new GrpcSockets(socket);
    }

    /** Calls, and hands over the first eight bytes of the answer, big endian, when it is there. */
    void call(byte[] request, LongConsumer answered) {
        ClientCalls.asyncUnaryCall(
                client.channel().newCall(ECHO, CallOptions.DEFAULT), request, new StreamObserver<byte[]>() {
                    @Override
                    public void onNext(byte[] answer) {
                        answered.accept(ByteBuffer.wrap(answer).getLong());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        throw new IllegalStateException("the bare call failed", failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
    }

    @Override
    public void close() {
        client.close();
        server.shutdownNow();
        threads.shutdownGracefully();
        IoUtil.delete(folder.toFile(), true);
    }
}
