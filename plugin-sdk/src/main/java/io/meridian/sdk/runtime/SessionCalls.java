package io.meridian.sdk.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.ResolveTopic;
import io.meridian.plugin.contract.proto.ResolvedTopic;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.sdk.Notice;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Reply;
import io.meridian.sdk.RequestHandler;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Kind;
import java.time.Duration;
import java.util.function.Consumer;

/** The calls that a session makes in the messages of the contract, and what it does with their answers. */
final class SessionCalls {
    private static final Refused NOT_REFUSED = new Refused("", "", 0, RefusalCode.UNKNOWN, "", "", "");

    private SessionCalls() {}

    /** Reads a message of the contract. */
    interface Parsing<T> {
        T parse(byte[] body) throws InvalidProtocolBufferException;
    }

    static <T> T parse(Parsing<T> parsing, byte[] body) {
        try {
            return parsing.parse(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "the sidecar sent an answer of length=" + body.length
                            + " that is none. Use an SDK and a sidecar of the" + " same release.",
                    e);
        }
    }

    static Refused refused(String action, String topic, Refusal refusal) {
        return new Refused(
                action,
                topic,
                0,
                RefusalCode.of(refusal.getCodeValue()),
                refusal.getText(),
                refusal.getRule(),
                refusal.getHowToAsk());
    }

    /** Asks for the number of a topic, and waits for it. */
    static void resolve(Session session, RingPublisher publisher) {
        byte[] body = ResolveTopic.newBuilder()
                .setTopic(publisher.topic())
                .setProfile(profile(publisher.profile()))
                .build()
                .toByteArray();
        ResolvedTopic[] answer = new ResolvedTopic[1];
        long call = session.call(
                Method.RESOLVE_TOPIC, body, (end, bytes) -> answer[0] = parse(ResolvedTopic::parseFrom, bytes));
        try {
            session.waiting().await(() -> answer[0] != null, "RESOLVE_TOPIC " + publisher.topic());
        } finally {
            session.forget(call);
        }
        if (answer[0].hasRefusal()) {
            session.refused(refused("publish", publisher.topic(), answer[0].getRefusal()));
        } else {
            publisher.resolved(answer[0].getHandle());
        }
    }

    private static Profile profile(io.meridian.sdk.Profile profile) {
        return profile == io.meridian.sdk.Profile.DURABLE ? Profile.DURABLE : Profile.FAST;
    }

    static void open(Session session, RingSubscription subscription) {
        session.expect(subscription.call(), (end, bytes) -> {
            SubscribeEvent event = parse(SubscribeEvent::parseFrom, bytes);
            if (event.hasOpened()) {
                if (event.getOpened().hasRefusal()) {
                    notOpened(session, subscription, event.getOpened().getRefusal());
                } else {
                    session.topics().opened(subscription, event.getOpened().getSubscription());
                }
            } else if (event.hasNotice()) {
                notice(session, subscription, event.getNotice());
            }
        });
        session.send(subscription.call(), Method.SUBSCRIBE, false, subscription.openRequest());
    }

    private static void notOpened(Session session, RingSubscription subscription, Refusal refusal) {
        boolean isDenied = refusal.getCode() == Refusal.Code.ACL_DENIED;
        boolean isKnown = isDenied && subscription.isOpenedAgain();
        if (isDenied) {
            session.topics().denied(subscription);
        } else {
            session.topics().ended(subscription);
        }
        if (!isKnown) {
            session.refused(refused("subscribe", subscription.pattern(), refusal));
        }
    }

    private static void notice(
            Session session, RingSubscription subscription, io.meridian.plugin.contract.proto.Notice said) {
        Notice.Kind kind = switch (said.getKind()) {
            case GAP -> Notice.Kind.GAP;
            case DROPPED -> Notice.Kind.DROPPED;
            case LIVE -> Notice.Kind.LIVE;
            case REVOKED -> Notice.Kind.REVOKED;
            case CONNECTION_LOST -> Notice.Kind.CONNECTION_LOST;
            case CONNECTED -> Notice.Kind.CONNECTED;
            case CLOSED -> Notice.Kind.CLOSED;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> null;
        };
        if (kind == null) {
            return;
        }
        // What was delivered before the notice is handled before it, so the change must wait its turn as well.
        session.later(() -> {
            if (kind == Notice.Kind.LIVE) {
                subscription.wentLive();
            } else if (kind == Notice.Kind.REVOKED) {
                session.topics().denied(subscription);
            } else if (kind == Notice.Kind.CLOSED) {
                session.topics().ended(subscription);
            }
        });
        session.noticed(new Notice(kind, subscription.pattern(), said.getTopic(), said.getCount(), said.getText()));
    }

    static void request(
            Session session,
            String topic,
            int schemaId,
            int schemaVersion,
            byte[] payload,
            Duration timeout,
            Consumer<Reply> handler) {
        long number = session.notes().nextRequest();
        session.notes().said(Kind.REQUESTED, number, topic, schemaId, schemaVersion, timeout.toNanos(), payload);
        byte[] body = RequestMessage.newBuilder()
                .setHead(MessageHead.newBuilder()
                        .setTopic(topic)
                        .setSchemaId(schemaId)
                        .setSchemaVersion(schemaVersion))
                .setPayload(ByteString.copyFrom(payload))
                .setTimeoutMs(Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE))
                .build()
                .toByteArray();
        long[] call = new long[1];
        call[0] = session.call(Method.REQUEST, body, (end, bytes) -> {
            session.forget(call[0]);
            ReplyMessage reply = parse(ReplyMessage::parseFrom, bytes);
            Reply answer = reply.hasRefusal()
                    ? new Reply(refused("request", topic, reply.getRefusal()), 0, 0, new byte[0])
                    : new Reply(
                            null,
                            reply.getHead().getSchemaId(),
                            reply.getHead().getSchemaVersion(),
                            reply.getPayload().toByteArray());
            if (!answer.isOk()) {
                session.options.listener().onRefused(answer.refused());
            }
            session.later(() -> {
                sees(session, number, answer);
                handler.accept(answer);
            });
        });
    }

    private static void sees(Session session, long request, Reply reply) {
        Refused none = reply.isOk() ? NOT_REFUSED : reply.refused();
        session.notes()
                .sees(
                        Kind.REPLIED,
                        request,
                        none.action(),
                        none.topic(),
                        reply.isOk() ? "" : none.code().name(),
                        none.text(),
                        none.rule(),
                        none.howToAsk(),
                        reply.schemaId(),
                        reply.schemaVersion(),
                        reply.payload());
    }

    static void respond(Session session, String pattern, String group, RequestHandler handler) {
        long responder = session.notes().nextResponder();
        session.notes().said(Kind.RESPONDS, responder, pattern, group == null ? "" : group);
        long call = session.link().nextCall();
        session.expect(call, (end, bytes) -> {
            IncomingRequest request = parse(IncomingRequest::parseFrom, bytes);
            if (request.hasRefusal()) {
                session.refused(refused("respond", pattern, request.getRefusal()));
            } else if (request.getRequest() != 0) {
                session.later(() -> {
                    Message message = message(request);
                    sees(session, responder, request.getRequest(), message);
                    handler.onRequest(
                            message,
                            (schemaId, version, payload) ->
                                    answer(session, call, request.getRequest(), schemaId, version, payload));
                });
            }
        });
        OpenResponder.Builder open = OpenResponder.newBuilder().setPattern(pattern);
        if (group != null) {
            open.setGroup(group);
        }
        session.send(
                call,
                Method.RESPOND,
                false,
                RespondRequest.newBuilder().setOpen(open).build().toByteArray());
    }

    private static void sees(Session session, long responder, long request, Message message) {
        byte[] frame = new byte[message.buffer().capacity()];
        message.buffer().getBytes(0, frame);
        session.notes().sees(Kind.ASKED, responder, request, message.topic(), frame);
    }

    private static Message message(IncomingRequest request) {
        return FrameMessages.of(request.getHead(), request.getId(), request.getPayload());
    }

    private static void answer(
            Session session, long call, long request, int schemaId, int schemaVersion, byte[] payload) {
        session.notes().said(Kind.ANSWERED, request, schemaId, schemaVersion, payload);
        session.send(
                call,
                Method.RESPOND,
                false,
                RespondRequest.newBuilder()
                        .setAnswer(Answer.newBuilder()
                                .setRequest(request)
                                .setSchemaId(schemaId)
                                .setSchemaVersion(schemaVersion)
                                .setPayload(ByteString.copyFrom(payload)))
                        .build()
                        .toByteArray());
    }
}
