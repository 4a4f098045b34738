package io.meridian.sidecar.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.LogSummary;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.plugin.contract.proto.WatchGrantsRequest;
import io.meridian.sidecar.SidecarState;
import io.meridian.sidecar.grpc.GrpcFixture.Client;
import io.meridian.sidecar.grpc.GrpcFixture.Inbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrpcSessionTest {
    @TempDir
    private Path folder;

    private GrpcFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new GrpcFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldAskAndAnswer() {
        Client client = fixture.attach();
        Inbox<IncomingRequest> inbox = new Inbox<>();
        StreamObserver<RespondRequest> responder = client.async().respond(inbox);
        responder.onNext(RespondRequest.newBuilder()
                .setOpen(OpenResponder.newBuilder().setPattern("test.ask"))
                .build());
        IncomingRequest opened = inbox.next();
        assertEquals(0, opened.getRequest(), opened::toString);
        assertFalse(opened.hasRefusal(), opened::toString);
        Inbox<ReplyMessage> replies = new Inbox<>();
        client.async()
                .request(
                        RequestMessage.newBuilder()
                                .setHead(MessageHead.newBuilder().setTopic("test.ask"))
                                .setPayload(ByteString.copyFromUtf8("2+2"))
                                .build(),
                        replies);
        IncomingRequest asked = inbox.next();
        assertEquals("2+2", asked.getPayload().toStringUtf8());
        responder.onNext(RespondRequest.newBuilder()
                .setAnswer(io.meridian.plugin.contract.proto.Answer.newBuilder()
                        .setRequest(asked.getRequest())
                        .setPayload(ByteString.copyFromUtf8("4")))
                .build());
        assertEquals("4", replies.next().getPayload().toStringUtf8());
        responder.onCompleted();
    }

    @Test
    void shouldKeepStateAndGiveItBackToTheNextProcess() {
        Client client = fixture.attach(fixture.channel(), StatePolicy.SNAPSHOT);
        Inbox<SaveStateReply> saved = new Inbox<>();
        StreamObserver<StateChunk> stream = client.async().saveState(saved);
        stream.onNext(StateChunk.newBuilder()
                .setData(ByteString.copyFromUtf8("half "))
                .build());
        stream.onNext(StateChunk.newBuilder()
                .setData(ByteString.copyFromUtf8("and half"))
                .setLast(true)
                .setFormat(3)
                .build());
        stream.onCompleted();
        SaveStateReply reply = saved.next();
        assertFalse(reply.hasRefusal(), reply::toString);
        assertEquals(13, reply.getBytes());

        Inbox<SaveStateReply> broken = new Inbox<>();
        StreamObserver<StateChunk> unfinished = client.async().saveState(broken);
        unfinished.onNext(
                StateChunk.newBuilder().setData(ByteString.copyFromUtf8("junk")).build());
        unfinished.onCompleted();
        assertEquals(Refusal.Code.INVALID, broken.next().getRefusal().getCode());

        // As a process that is killed: its connection ends without a word.
        client.channel.shutdownNow();
        Client next = fixture.attach(fixture.channel(), StatePolicy.SNAPSHOT);
        assertTrue(next.reply.getRecovery().getHasState());
        assertTrue(next.reply.getRecovery().getCrashed());
        StringBuilder text = new StringBuilder();
        next.blocking()
                .loadState(LoadStateRequest.getDefaultInstance())
                .forEachRemaining(chunk -> text.append(chunk.getData().toStringUtf8()));
        assertEquals("half and half", text.toString());
    }

    @Test
    void shouldTellGrantsAndTheirChangesAndCutWhatIsRevoked() throws IOException {
        Client client = fixture.attach();
        Inbox<Grants> grants = new Inbox<>();
        client.async().watchGrants(WatchGrantsRequest.getDefaultInstance(), grants);
        assertEquals(5, grants.next().getGrantsCount());
        Inbox<SubscribeEvent> inbox = new Inbox<>();
        client.async().subscribe(inbox).onNext(openFast("test.**"));
        assertTrue(inbox.next().hasOpened());
        Files.writeString(fixture.folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        assertEquals(1, grants.next().getGrantsCount());
        assertEquals(Notice.Kind.REVOKED, inbox.next().getNotice().getKind());
        GrpcFixture.await("the end of the stream", () -> inbox.ended);
    }

    @Test
    void shouldBeatLogAndLeave() {
        Client client = fixture.attach();
        assertFalse(client.blocking()
                .heartbeat(
                        HeartbeatRequest.newBuilder().setHealth(Health.HEALTHY).build())
                .hasRefusal());
        Inbox<LogSummary> summary = new Inbox<>();
        StreamObserver<LogRecord> log = client.async().log(summary);
        log.onNext(LogRecord.newBuilder()
                .setLevel(LogRecord.Level.INFO)
                .setText("hello")
                .build());
        log.onCompleted();
        assertEquals(1, summary.next().getTaken());
        assertFalse(client.blocking()
                .leave(LeaveRequest.newBuilder().setReason("done").build())
                .hasRefusal());
        assertEquals(
                Refusal.Code.NO_SESSION,
                client.blocking()
                        .publish(GrpcAttachPointTest.message("test.a", "x", Profile.FAST))
                        .getRefusal()
                        .getCode());
        assertFalse(fixture.attach().reply.getRecovery().getCrashed());
    }

    @Test
    void shouldTakeTheNextProcessWhenOneIsSilent() {
        Client silent = fixture.attach();
        // It goes on holding its connection, and says nothing more.
        Client next = fixture.attach();
        assertTrue(next.reply.getRecovery().getCrashed());
        assertEquals(
                Refusal.Code.NO_SESSION,
                silent.blocking()
                        .publish(GrpcAttachPointTest.message("test.a", "x", Profile.FAST))
                        .getRefusal()
                        .getCode());
    }

    @Test
    void shouldStopOrdersWhileLatched() throws IOException {
        Client client = fixture.attach();
        assertFalse(client.blocking()
                .publish(GrpcAttachPointTest.message("platform.oms.command.new", "x", Profile.FAST))
                .hasRefusal());
        fixture.sidecar.latch().set("anna", "fat finger");
        Refusal refusal = client.blocking()
                .publish(GrpcAttachPointTest.message("platform.oms.command.new", "x", Profile.FAST))
                .getRefusal();
        assertEquals(Refusal.Code.LATCHED, refusal.getCode());
        assertTrue(refusal.getText().contains("anna"), refusal::getText);
        assertFalse(client.blocking()
                .publish(GrpcAttachPointTest.message("test.a", "x", Profile.FAST))
                .hasRefusal());
    }

    @Test
    void shouldServeHealthAndMetrics() throws IOException, InterruptedException {
        Client client = fixture.attach();
        client.blocking().publish(GrpcAttachPointTest.message("test.a", "x", Profile.FAST));
        GrpcFixture.await("readiness", () -> fixture.sidecar.sidecar().status().state() == SidecarState.READY);
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertEquals(
                    200,
                    http.send(get("/health/ready"), BodyHandlers.ofString()).statusCode());
            assertEquals(
                    200, http.send(get("/health/live"), BodyHandlers.ofString()).statusCode());
            String metrics = http.send(get("/metrics"), BodyHandlers.ofString()).body();
            assertTrue(metrics.contains("meridian_bus_published_total{"), metrics);
            assertEquals(
                    "{\"wouldDeny\":[],\"beyond\":0}\n",
                    http.send(get("/shadow"), BodyHandlers.ofString()).body());
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.sidecar.httpPort() + path))
                .build();
    }

    private static SubscribeRequest openFast(String pattern) {
        return SubscribeRequest.newBuilder()
                .setOpen(Open.newBuilder().setPattern(pattern).setProfile(Profile.FAST))
                .build();
    }
}
