package io.meridian.sidecar.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.sidecar.grpc.GrpcFixture.Client;
import io.meridian.sidecar.grpc.GrpcFixture.Inbox;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others make the sidecar hold in memory stays small. */
final class GrpcBoundsTest {
    @TempDir
    private Path folder;

    private GrpcFixture fixture;

    @BeforeEach
    void open() throws IOException {
        // Nothing here is about silence, and a busy machine may take long for 64 MiB.
        fixture = new GrpcFixture(folder, "sidecar.silence", "30s");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static final class Held extends ClientCall.Listener<PublishReply> {
        private final AtomicInteger refused;

        Held(AtomicInteger refused) {
            this.refused = refused;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                refused.incrementAndGet();
            }
        }
    }

    @Test
    void shouldBoundTheCallsOfThoseWithoutASessionAndLetTheAttachedOnePass() {
        Client client = fixture.attach();
        AtomicInteger refused = new AtomicInteger();
        List<ClientCall<PublishRequest, PublishReply>> begun = new ArrayList<>();
        for (int i = 0; i < 3 * Strangers.MOST_CALLS; i++) {
            ClientCall<PublishRequest, PublishReply> call =
                    fixture.channel().newCall(SidecarGrpc.getPublishMethod(), CallOptions.DEFAULT);
            // Sent, and never ended: it waits for its end.
            call.start(new Held(refused), new Metadata());
            call.request(1);
            call.sendMessage(PublishRequest.getDefaultInstance());
            begun.add(call);
        }
        GrpcFixture.await("all but a few are refused", () -> refused.get() == 2 * Strangers.MOST_CALLS);
        for (int i = 0; i < 20; i++) {
            assertFalse(client.blocking()
                    .heartbeat(HeartbeatRequest.getDefaultInstance())
                    .hasRefusal());
        }
        client.blocking().leave(LeaveRequest.getDefaultInstance());
        begun.forEach(call -> call.cancel("enough", null));
        GrpcFixture.await("a plugin can attach again", () -> {
            try {
                return fixture.attach() != null;
            } catch (io.grpc.StatusRuntimeException notYet) {
                return false;
            }
        });
    }

    @Test
    void shouldLoadALargeStateNoFasterThanItIsTaken() throws IOException {
        Client client = fixture.attach(fixture.channel(), StatePolicy.SNAPSHOT);
        Inbox<SaveStateReply> saved = new Inbox<>();
        StreamObserver<StateChunk> save = client.async().saveState(saved);
        int pieces = 64;
        for (int i = 1; i <= pieces; i++) {
            save.onNext(StateChunk.newBuilder()
                    .setData(ByteString.copyFrom(new byte[1 << 20]))
                    .setLast(i == pieces)
                    .build());
        }
        assertEquals(64L << 20, saved.next().getBytes());
        StalledLoad load = new StalledLoad();
        client.async().loadState(LoadStateRequest.getDefaultInstance(), load);
        GrpcFixture.await("the first piece", () -> load.bytes > 0);
        for (int i = 0; i < 20; i++) {
            client.blocking().heartbeat(HeartbeatRequest.getDefaultInstance());
        }
        // What was not read yet is damaged now; so it shows that it was not read.
        try (RandomAccessFile file =
                new RandomAccessFile(fixture.folder.resolve("state/snapshot").toFile(), "rw")) {
            file.seek(60L << 20);
            file.write(1);
        }
        load.call.request(Integer.MAX_VALUE);
        GrpcFixture.await("all of it", () -> load.ended);
        assertTrue(load.refusal.contains("SHA-256"), load.refusal);
        assertTrue(load.bytes < 64L << 20, () -> "bytes=" + load.bytes);
    }

    /** Takes one piece, and then nothing until it is asked to. */
    private static final class StalledLoad implements ClientResponseObserver<LoadStateRequest, StateChunk> {
        volatile ClientCallStreamObserver<LoadStateRequest> call;
        volatile long bytes;
        volatile String refusal;
        volatile boolean ended;

        @Override
        public void beforeStart(ClientCallStreamObserver<LoadStateRequest> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(StateChunk chunk) {
            bytes += chunk.getData().size();
            refusal = chunk.getRefusal().getText();
        }

        @Override
        public void onError(Throwable why) {
            throw new AssertionError(why);
        }

        @Override
        public void onCompleted() {
            ended = true;
        }
    }
}
