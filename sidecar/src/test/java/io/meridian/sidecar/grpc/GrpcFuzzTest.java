package io.meridian.sidecar.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.sidecar.grpc.GrpcFixture.Client;
import io.meridian.sidecar.grpc.GrpcFixture.Inbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Throws nonsense at the attach point while an honest plugin works. */
final class GrpcFuzzTest {
    private static final int UNDER_WAY = 64;
    private static final int FRAMES_A_CONNECTION = 50;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void shouldServeAnHonestPluginWhenAHundredThousandCallsAndFramesAreMalformed() throws Exception {
        fuzz(50_000, 50_000, 1);
    }

    @Test
    @Tag("long")
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void shouldServeAnHonestPluginWhenAMillionCallsAndFramesAreMalformed() throws Exception {
        fuzz(500_000, 500_000, 2);
    }

    @Test
    void shouldRefuseOversizedMessages() throws IOException {
        try (GrpcFixture fixture = new GrpcFixture(folder)) {
            Client client = fixture.attach();
            Inbox<PublishReply> inbox = new Inbox<>();
            client.async()
                    .publish(
                            PublishRequest.newBuilder()
                                    .setHead(MessageHead.newBuilder().setTopic("test.a"))
                                    .setPayload(ByteString.copyFrom(new byte[5 << 20]))
                                    .build(),
                            inbox);
            GrpcFixture.await("the end of the call", () -> inbox.ended);
            assertEquals(
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.fromThrowable(inbox.failure).getCode());
            assertFalse(client.blocking()
                    .publish(GrpcAttachPointTest.message("test.a", "x", Profile.FAST))
                    .hasRefusal());
        }
    }

    private void fuzz(int calls, int frames, long seed) throws Exception {
        try (GrpcFixture fixture = new GrpcFixture(folder, "sidecar.silence", "30s")) {
            Client honest = fixture.attach();
            Inbox<SubscribeEvent> inbox = new Inbox<>();
            honest.async()
                    .subscribe(inbox)
                    .onNext(SubscribeRequest.newBuilder()
                            .setOpen(Open.newBuilder()
                                    .setPattern("test.honest")
                                    .setProfile(Profile.FAST)
                                    .setCredit(1_000_000))
                            .build());
            assertTrue(inbox.next().hasOpened());
            work(honest, inbox, 0);
            long before = usedHeap();
            Thread framer = Thread.ofPlatform().start(() -> throwFrames(fixture.folder, frames, seed));
            int done = throwCalls(fixture, honest, inbox, calls, seed);
            framer.join();
            assertEquals(calls, done);
            work(honest, inbox, calls);
            long grown = usedHeap() - before;
            assertTrue(grown < 48L << 20, () -> "heap grew by bytes=" + grown);
        }
    }

    /** One message there and back: nothing else may have come, nothing be missing. */
    private static void work(Client honest, Inbox<SubscribeEvent> inbox, int number) {
        assertFalse(honest.blocking()
                .heartbeat(
                        HeartbeatRequest.newBuilder().setHealth(Health.HEALTHY).build())
                .hasRefusal());
        PublishReply reply =
                honest.blocking().publish(GrpcAttachPointTest.message("test.honest", "m" + number, Profile.FAST));
        assertFalse(reply.hasRefusal(), reply::toString);
        assertEquals("m" + number, inbox.next().getDelivery().getPayload().toStringUtf8());
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private int throwCalls(GrpcFixture fixture, Client honest, Inbox<SubscribeEvent> inbox, int calls, long seed)
            throws InterruptedException {
        Random random = new Random(seed);
        ManagedChannel channel = fixture.channel();
        List<MethodDescriptor<?, ?>> methods =
                List.copyOf(SidecarGrpc.getServiceDescriptor().getMethods());
        Semaphore underWay = new Semaphore(UNDER_WAY);
        AtomicLong ended = new AtomicLong();
        for (int i = 0; i < calls; i++) {
            MethodDescriptor<byte[], byte[]> method = raw(methods.get(random.nextInt(methods.size())));
            assertTrue(underWay.tryAcquire(20, TimeUnit.SECONDS), "calls do not end");
            Metadata headers = new Metadata();
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> headers.put(Caller.SESSION, Long.toHexString(random.nextLong()));
                case 2 -> headers.put(Caller.SESSION, honest.reply.getSession().substring(1));
                default -> {
                    // Whoever has the session may say goodbye and be sick; all else must not harm the honest calls.
                    if (!method.getFullMethodName().matches(".*/(Leave|Heartbeat)")) {
                        headers.put(Caller.SESSION, honest.reply.getSession());
                    }
                }
            }
            ClientCall<byte[], byte[]> call =
                    channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS));
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            ended.incrementAndGet();
                            underWay.release();
                        }
                    },
                    headers);
            call.request(10);
            int messages = method.getType().clientSendsOneMessage() ? 1 : random.nextInt(4);
            for (int j = 0; j < messages; j++) {
                call.sendMessage(junk(method.getBareMethodName(), random));
            }
            // A stream that is left open would only wait for its deadline.
            if (method.getType().serverSendsOneMessage() && random.nextInt(20) > 0) {
                call.halfClose();
            } else {
                call.cancel("enough", null);
            }
            if (i % 5000 == 4999) {
                work(honest, inbox, i);
            }
        }
        assertTrue(underWay.tryAcquire(UNDER_WAY, 20, TimeUnit.SECONDS), "calls do not end");
        return (int) ended.get();
    }

    private static byte[] junk(String method, Random random) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = SEEDS.getOrDefault(method, HeartbeatRequest.getDefaultInstance())
                .toByteArray();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private static final MessageHead HEAD = MessageHead.newBuilder()
            .setTopic("test.fuzz")
            .setContentType("text/plain")
            .setTrace(ByteString.copyFrom(new byte[16]))
            .build();

    private static final Map<String, Message> SEEDS = Map.of(
            "Attach",
            AttachRequest.newBuilder()
                    .setContractVersion(1)
                    .setToken("00")
                    .setPlugin("x")
                    .build(),
            "Publish",
            PublishRequest.newBuilder()
                    .setHead(HEAD)
                    .setTag(5)
                    .setProfile(Profile.FAST)
                    .build(),
            "PublishAll",
            PublishRequest.newBuilder()
                    .setHead(HEAD)
                    .setTag(5)
                    .setProfile(Profile.DURABLE)
                    .build(),
            "Subscribe",
            SubscribeRequest.newBuilder()
                    .setOpen(Open.newBuilder().setPattern("test.fuzz.**").setProfile(Profile.FAST))
                    .build(),
            "Request",
            RequestMessage.newBuilder().setHead(HEAD).setTimeoutMs(5).build(),
            "Respond",
            RespondRequest.newBuilder()
                    .setOpen(OpenResponder.newBuilder().setPattern("test.fuzz.ask"))
                    .build(),
            "Heartbeat",
            HeartbeatRequest.newBuilder()
                    .setHealth(Health.HEALTHY)
                    .setReason("fine")
                    .build(),
            "SaveState",
            StateChunk.newBuilder().setData(HEAD.toByteString()).setFormat(1).build(),
            "Log",
            LogRecord.newBuilder()
                    .setText("line")
                    .setLevel(LogRecord.Level.INFO)
                    .build());

    private static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> method) {
        MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
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
        };
        return method.toBuilder(bytes, bytes).build();
    }

    /** HTTP/2 with nonsense in it, connection after connection. */
    private static void throwFrames(Path folder, int frames, long seed) {
        Random random = new Random(seed);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve(GrpcAttachPoint.FILE));
        for (int thrown = 0; thrown < frames; thrown += FRAMES_A_CONNECTION) {
            try (SocketChannel peer = SocketChannel.open(address)) {
                ByteBuffer out = ByteBuffer.allocate(64 << 10);
                if (random.nextInt(10) > 0) {
                    out.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    // Settings, and their acknowledgement.
                    out.put(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}).put(new byte[] {0, 0, 0, 4, 1, 0, 0, 0, 0});
                }
                for (int i = 0; i < FRAMES_A_CONNECTION; i++) {
                    byte[] body = new byte[random.nextInt(1 << random.nextInt(1, 10))];
                    random.nextBytes(body);
                    int length = random.nextInt(8) == 0 ? random.nextInt(1 << 24) : body.length;
                    out.put((byte) (length >> 16)).put((byte) (length >> 8)).put((byte) length);
                    out.put((byte) random.nextInt(12)).put((byte) random.nextInt());
                    out.putInt(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(1, 9));
                    out.put(body);
                }
                out.flip();
                while (out.hasRemaining()) {
                    peer.write(out);
                }
            } catch (IOException endedByTheServer) {
                // It ends a connection on the first frame that makes no sense.
            }
        }
    }
}
