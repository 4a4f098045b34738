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
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Overflow;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.PublishSummary;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.SidecarGrpc;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.plugin.contract.proto.Verdict;
import io.meridian.plugin.contract.proto.WatchGrantsRequest;
import io.meridian.sidecar.grpc.GrpcFixture.Client;
import io.meridian.sidecar.grpc.GrpcFixture.Inbox;
import java.io.IOException;
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
                        .setBegin(Start.EARLIEST))
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
