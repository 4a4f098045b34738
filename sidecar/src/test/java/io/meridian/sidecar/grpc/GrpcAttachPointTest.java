package io.meridian.sidecar.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Credit;
import io.meridian.plugin.contract.proto.Delivery;
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
import io.meridian.plugin.contract.proto.Overflow;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.PublishSummary;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.plugin.contract.proto.Verdict;
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
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrpcAttachPointTest {
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
    void shouldLetAPluginInOnceWithItsToken() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(fixture.folder.resolve(GrpcAttachPoint.FILE))));
        String token = fixture.token();
        AttachReply wrong = attach(token.substring(1) + "x");
        assertEquals(Refusal.Code.TOKEN_REFUSED, wrong.getRefusal().getCode());
        AttachReply right = attach(token);
        assertFalse(right.hasRefusal(), right::toString);
        assertEquals("momo-1", right.getInstance());
        assertTrue(right.getSession().length() >= 32);
        Refusal again = attach(token).getRefusal();
        assertTrue(
                again.getCode() == Refusal.Code.ALREADY_ATTACHED || again.getCode() == Refusal.Code.TOKEN_REFUSED,
                again::toString);
    }

    @Test
    void shouldPublishAndDeliver() {
        Client client = fixture.attach();
        Inbox<SubscribeEvent> inbox = new Inbox<>();
        StreamObserver<SubscribeRequest> stream = client.async().subscribe(inbox);
        stream.onNext(openFast("test.**"));
        assertTrue(inbox.next().hasOpened());
        PublishReply reply = client.blocking()
                .publish(PublishRequest.newBuilder()
                        .setHead(MessageHead.newBuilder()
                                .setTopic("test.a")
                                .setSchemaId(7)
                                .setSchemaVersion(2)
                                .setTsEvent(123)
                                .setCorrelation(-5)
                                .setTrace(ByteString.fromHex("000102030405060708090a0b0c0d0e0f"))
                                .setSpan(ByteString.fromHex("1011121314151617")))
                        .setPayload(ByteString.copyFromUtf8("hello"))
                        .setTag(99)
                        .build());
        assertFalse(reply.hasRefusal(), reply::toString);
        assertEquals(99, reply.getTag());
        assertEquals(client.reply.getSource(), reply.getId().getSource());
        Delivery delivery = inbox.next().getDelivery();
        assertEquals("hello", delivery.getPayload().toStringUtf8());
        assertEquals("test.a", delivery.getHead().getTopic());
        assertEquals(7, delivery.getHead().getSchemaId());
        assertEquals(2, delivery.getHead().getSchemaVersion());
        assertEquals(123, delivery.getHead().getTsEvent());
        assertEquals(-5, delivery.getHead().getCorrelation());
        assertEquals(
                ByteString.fromHex("000102030405060708090a0b0c0d0e0f"),
                delivery.getHead().getTrace());
        assertEquals(reply.getId(), delivery.getId());
        assertEquals(1, delivery.getDelivery());
        assertEquals(1, delivery.getAttempt());
        assertTrue(delivery.getTsPublish() > 0);
        stream.onCompleted();
        GrpcFixture.await("the end of the stream", () -> inbox.ended);
    }

    @Test
    void shouldAnswerDurablePublishesWhenStoredAndSettleDeliveries() {
        Client client = fixture.attach();
        PublishReply reply = client.blocking().publish(message("test.d", "one", Profile.DURABLE));
        assertFalse(reply.hasRefusal(), reply::toString);
        assertTrue(reply.getStored());
        Inbox<SubscribeEvent> inbox = new Inbox<>();
        StreamObserver<SubscribeRequest> stream = client.async().subscribe(inbox);
        stream.onNext(SubscribeRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setPattern("test.d")
                        .setProfile(Profile.DURABLE)
                        .setName("mine")
                        .setStart4(Start.EARLIEST))
                .build());
        assertTrue(inbox.next().hasOpened());
        Delivery first = nextDelivery(inbox);
        assertEquals("one", first.getPayload().toStringUtf8());
        stream.onNext(settle(first.getDelivery(), Verdict.RETRY));
        Delivery second = nextDelivery(inbox);
        assertEquals("one", second.getPayload().toStringUtf8());
        assertEquals(2, second.getAttempt());
        stream.onNext(settle(second.getDelivery(), Verdict.DONE));
        stream.onCompleted();
        GrpcFixture.await("the end of the stream", () -> inbox.ended);
    }

    @Test
    void shouldPublishAStreamAndSayHowItWent() {
        Client client = fixture.attach();
        Inbox<PublishSummary> inbox = new Inbox<>();
        StreamObserver<PublishRequest> stream = client.async().publishAll(inbox);
        for (int i = 0; i < 500; i++) {
            stream.onNext(message("test.s", "m" + i, i % 2 == 0 ? Profile.FAST : Profile.PROFILE_UNSPECIFIED));
            stream.onNext(message("test.sd", "m" + i, Profile.DURABLE));
        }
        stream.onNext(
                message("other.topic", "x", Profile.FAST).toBuilder().setTag(77).build());
        stream.onNext(message("", "x", Profile.FAST));
        stream.onCompleted();
        PublishSummary summary = inbox.next();
        assertEquals(1000, summary.getPublished(), summary::toString);
        assertEquals(2, summary.getRefused());
        assertEquals(Refusal.Code.ACL_DENIED, summary.getFirstRefusal().getCode());
        assertEquals(77, summary.getFirstRefusedTag());
    }

    @Test
    void shouldRefuseInAnswersWithReasons() {
        Client client = fixture.attach();
        Refusal denied = client.blocking()
                .publish(message("other.topic", "x", Profile.FAST))
                .getRefusal();
        assertEquals(Refusal.Code.ACL_DENIED, denied.getCode());
        assertFalse(denied.getText().isBlank());
        assertEquals(
                Refusal.Code.INVALID,
                client.blocking()
                        .publish(message("no..topic", "x", Profile.FAST))
                        .getRefusal()
                        .getCode());
        PublishRequest badTrace = message("test.a", "x", Profile.FAST).toBuilder()
                .setHead(MessageHead.newBuilder().setTopic("test.a").setTrace(ByteString.copyFromUtf8("short")))
                .build();
        assertEquals(
                Refusal.Code.INVALID,
                client.blocking().publish(badTrace).getRefusal().getCode());
        Inbox<SubscribeEvent> inbox = new Inbox<>();
        client.async().subscribe(inbox).onNext(openFast("other.**"));
        assertEquals(
                Refusal.Code.ACL_DENIED, inbox.next().getOpened().getRefusal().getCode());
        GrpcFixture.await("the end of the stream", () -> inbox.ended);
    }

    @Test
    void shouldRefuseCallsWithoutASession() {
        ManagedChannel channel = fixture.channel();
        SidecarGrpc.SidecarBlockingStub stub = SidecarGrpc.newBlockingStub(channel);
        assertEquals(
                Refusal.Code.NO_SESSION,
                stub.publish(message("test.a", "x", Profile.FAST)).getRefusal().getCode());
        assertEquals(
                Refusal.Code.NO_SESSION,
                stub.heartbeat(HeartbeatRequest.getDefaultInstance())
                        .getRefusal()
                        .getCode());
        StatusRuntimeException ended = assertThrows(
                StatusRuntimeException.class,
                () -> stub.watchGrants(WatchGrantsRequest.getDefaultInstance()).next());
        assertEquals(Status.Code.UNAUTHENTICATED, ended.getStatus().getCode());
        assertEquals(Refusal.Code.NO_SESSION, refusal(ended).getCode());
    }

    @Test
    void shouldRefuseCallsOutOfOrder() {
        Client client = fixture.attach();
        Inbox<SubscribeEvent> early = new Inbox<>();
        client.async()
                .subscribe(early)
                .onNext(SubscribeRequest.newBuilder()
                        .setCredit(Credit.newBuilder().setMessages(1))
                        .build());
        assertEquals(Refusal.Code.INVALID, early.next().getOpened().getRefusal().getCode());
        Inbox<SubscribeEvent> twice = new Inbox<>();
        StreamObserver<SubscribeRequest> stream = client.async().subscribe(twice);
        stream.onNext(openFast("test.**"));
        stream.onNext(openFast("test.**"));
        GrpcFixture.await("the end of the stream", () -> twice.ended);
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                Status.fromThrowable(twice.failure).getCode());
        assertNotNull(refusal(twice.failure));
        Inbox<IncomingRequest> responder = new Inbox<>();
        client.async().respond(responder).onNext(RespondRequest.getDefaultInstance());
        assertEquals(Refusal.Code.INVALID, responder.next().getRefusal().getCode());
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
        assertEquals(4, grants.next().getGrantsCount());
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
                        .publish(message("test.a", "x", Profile.FAST))
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
                        .publish(message("test.a", "x", Profile.FAST))
                        .getRefusal()
                        .getCode());
    }

    @Test
    void shouldNotBufferWithoutBoundForAClientThatDoesNotRead() {
        Client client = fixture.attach();
        StalledInbox stalled = new StalledInbox();
        StreamObserver<SubscribeRequest> stream = client.async().subscribe(stalled);
        stream.onNext(SubscribeRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setPattern("test.flood")
                        .setProfile(Profile.FAST)
                        .setOverflow(Overflow.LOSSY)
                        .setCredit(1_000_000))
                .build());
        GrpcFixture.await("the opening", () -> stalled.received > 0);
        ByteString payload = ByteString.copyFrom(new byte[16 << 10]);
        Inbox<PublishSummary> summary = new Inbox<>();
        StreamObserver<PublishRequest> publisher = client.async().publishAll(summary);
        int messages = 4000;
        for (int i = 0; i < messages; i++) {
            publisher.onNext(message("test.flood", "", Profile.FAST).toBuilder()
                    .setPayload(payload)
                    .build());
        }
        publisher.onCompleted();
        assertEquals(messages, summary.next().getPublished());
        // An honest call goes through all the while.
        assertFalse(client.blocking()
                .heartbeat(
                        HeartbeatRequest.newBuilder().setHealth(Health.HEALTHY).build())
                .hasRefusal());
        stalled.call.request(Integer.MAX_VALUE);
        GrpcFixture.await("a notice of what was dropped", () -> stalled.dropped > 0);
    }

    @Test
    void shouldStopOrdersWhileLatched() throws IOException {
        Client client = fixture.attach();
        assertFalse(client.blocking()
                .publish(message("platform.oms.command.new", "x", Profile.FAST))
                .hasRefusal());
        fixture.sidecar.latch().set("anna", "fat finger");
        Refusal refusal = client.blocking()
                .publish(message("platform.oms.command.new", "x", Profile.FAST))
                .getRefusal();
        assertEquals(Refusal.Code.LATCHED, refusal.getCode());
        assertTrue(refusal.getText().contains("anna"), refusal::getText);
        assertFalse(
                client.blocking().publish(message("test.a", "x", Profile.FAST)).hasRefusal());
    }

    @Test
    void shouldServeHealthAndMetrics() throws IOException, InterruptedException {
        Client client = fixture.attach();
        client.blocking().publish(message("test.a", "x", Profile.FAST));
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

    private AttachReply attach(String token) {
        return SidecarGrpc.newBlockingStub(fixture.channel())
                .attach(AttachRequest.newBuilder()
                        .setContractVersion(1)
                        .setToken(token)
                        .setPlugin("momo")
                        .setVersion("1")
                        .build());
    }

    private static Delivery nextDelivery(Inbox<SubscribeEvent> inbox) {
        SubscribeEvent event = inbox.next();
        while (!event.hasDelivery()) {
            event = inbox.next();
        }
        return event.getDelivery();
    }

    static PublishRequest message(String topic, String payload, Profile profile) {
        return PublishRequest.newBuilder()
                .setHead(MessageHead.newBuilder().setTopic(topic))
                .setPayload(ByteString.copyFromUtf8(payload))
                .setProfile(profile)
                .build();
    }

    private static SubscribeRequest openFast(String pattern) {
        return SubscribeRequest.newBuilder()
                .setOpen(Open.newBuilder().setPattern(pattern).setProfile(Profile.FAST))
                .build();
    }

    private static SubscribeRequest settle(long delivery, Verdict verdict) {
        return SubscribeRequest.newBuilder()
                .setSettle(Settle.newBuilder().setDelivery(delivery).setVerdict(verdict))
                .build();
    }

    private static Refusal refusal(Throwable failure) {
        try {
            return Refusal.parseFrom(Status.trailersFromThrowable(failure).get(Out.REFUSAL));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads one message, and then no more until it is told to. */
    private static final class StalledInbox implements ClientResponseObserver<SubscribeRequest, SubscribeEvent> {
        volatile ClientCallStreamObserver<SubscribeRequest> call;
        volatile int received;
        volatile long dropped;

        @Override
        public void beforeStart(ClientCallStreamObserver<SubscribeRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(SubscribeEvent event) {
            received++;
            if (event.hasNotice() && event.getNotice().getKind() == Notice.Kind.DROPPED) {
                dropped += event.getNotice().getCount();
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
