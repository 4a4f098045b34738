package io.meridian.backtest.engine;

import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.HistoryPageEncoder;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Reply;
import io.meridian.sdk.RequestHandler;
import io.meridian.sdk.Timer;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.event.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Requests between the plugins of this process. The first who answers a pattern is asked. */
final class Requests {
    private static final int INVALID = RefusalCode.INVALID.ordinal();

    private final World world;
    private final List<Responder> responders = new ArrayList<>();
    private long asked;

    private record Responder(Member member, String pattern, RequestHandler handler) {}

    /** Who asked; is answered once. */
    private final class Caller {
        private final Member member;
        private final Consumer<Reply> handler;
        private Timer patience;
        private boolean answered;

        Caller(Member member, Consumer<Reply> handler) {
            this.member = member;
            this.handler = handler;
        }

        void waitUntil(long dueNs, String topic) {
            patience = member.timers()
                    .add(
                            "answer of " + topic,
                            dueNs,
                            0,
                            () -> answer(refused(
                                    topic, RefusalCode.TIMED_OUT, "topic=" + topic + " was not answered in time")));
        }

        void answer(Reply reply) {
            if (answered) {
                return;
            }
            answered = true;
            if (patience != null) {
                patience.cancel();
            }
            world.bus().later(() -> member.run("a reply", () -> handler.accept(reply)));
        }
    }

    Requests(World world) {
        this.world = world;
    }

    void respond(Member member, String pattern, RequestHandler handler) {
        if (Member.isDeclared(member.manifest().answers(), pattern)) {
            responders.add(new Responder(member, TopicRules.requirePattern(pattern), handler));
        } else {
            member.refuse("respond", pattern, "answers", member.manifest().answers());
        }
    }

    void request(
            Member from,
            String topic,
            int schemaId,
            int schemaVersion,
            byte[] payload,
            Duration timeout,
            Consumer<Reply> handler) {
        Caller caller = new Caller(from, handler);
        if (HistoryTopics.isHistory(topic)) {
            history(from, topic, payload, caller);
            return;
        }
        if (!Member.isDeclared(from.manifest().requests(), topic)) {
            from.refuse("request", topic, "requests", from.manifest().requests());
            caller.answer(refused(topic, RefusalCode.ACL_DENIED, "it is not declared"));
            return;
        }
        for (Responder responder : responders) {
            if (TopicRules.covers(responder.pattern, topic)) {
                Message request = message(from, topic, schemaId, schemaVersion, payload);
                RequestHandler.Answer answer =
                        (id, version, bytes) -> caller.answer(new Reply(null, id, version, bytes.clone()));
                caller.waitUntil(world.nowNs() + timeout.toNanos(), topic);
                world.bus()
                        .later(() -> responder.member.run(
                                "a request on " + topic, () -> responder.handler.onRequest(request, answer)));
                return;
            }
        }
        caller.answer(refused(topic, RefusalCode.NO_RESPONDER, "nobody answers topic=" + topic));
    }

    /** It is answered as by a store; how far, that is known when its turn comes. */
    private void history(Member from, String topic, byte[] payload, Caller caller) {
        String data = HistoryTopics.dataOf(topic).orElse(topic);
        if (!Member.isDeclared(from.manifest().replays(), data)) {
            from.refuse("replay", data, "replays", from.manifest().replays());
            caller.answer(refused(topic, RefusalCode.ACL_DENIED, "topic=" + data + " is not declared"));
            return;
        }
        world.bus().later(() -> {
            HistoryAnswer answer;
            try {
                answer = world.history()
                        .answer(data, HistoryQuestion.decode(new UnsafeBuffer(payload), 0, payload.length));
            } catch (IllegalArgumentException wrong) {
                answer = HistoryAnswer.refused(INVALID, wrong.getMessage());
            }
            caller.answer(new Reply(
                    null, HistoryPageEncoder.TEMPLATE_ID, Schemas.TRADING_VERSION, answer.encode(world.nowNs())));
        });
    }

    private static Reply refused(String topic, RefusalCode code, String why) {
        return new Reply(new Refused("request", topic, 0, code, why, "", ""), 0, 0, new byte[0]);
    }

    private Message message(Member from, String topic, int schemaId, int schemaVersion, byte[] payload) {
        int head = MessageHeaderEncoder.ENCODED_LENGTH + DeliverEncoder.BLOCK_LENGTH;
        UnsafeBuffer frame = new UnsafeBuffer(new byte[head + payload.length]);
        new DeliverEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .source(from.source())
                .sequence(++asked)
                .schemaId(schemaId)
                .schemaVersion(schemaVersion)
                .eventTime(world.nowNs())
                .initTime(world.nowNs())
                .publishTime(world.nowNs())
                .attempt((short) 1);
        frame.putBytes(head, payload);
        return new Message().wrap(frame, 0, frame.capacity(), topic, false);
    }
}
