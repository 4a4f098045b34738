package io.meridian.sdk.test;

import com.google.protobuf.ByteString;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastList;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.HistoryPageEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/** A store beside the fake bus: it has what a test gives it, and what was published. */
public final class FakeHistory {
    private static final int AROUND = 512;

    private final FakeSidecar sidecar;
    private final Map<String, List<PastMessage>> given = new HashMap<>();
    private boolean away;
    private int lag;

    FakeHistory(FakeSidecar sidecar) {
        this.sidecar = sidecar;
    }

    /** Adds a message of the past, as if it came from a file. @param payload a Quote, Trade or Bar with its header */
    public FakeHistory add(String topic, byte[] payload) {
        HistoryTopics.of(topic);
        given.computeIfAbsent(topic, none -> new ArrayList<>()).add(new PastMessage(0, 0, payload));
        return this;
    }

    /** While it is set, nobody answers. */
    public FakeHistory away(boolean set) {
        away = set;
        return this;
    }

    /** So many of the last messages that were published are still on their way to it. */
    public FakeHistory lag(int messages) {
        lag = messages;
        return this;
    }

    ReplyMessage answer(String historyTopic, byte[] payload) {
        Optional<String> topic = HistoryTopics.dataOf(historyTopic);
        if (topic.isEmpty()) {
            return refused(Refusal.newBuilder()
                    .setCode(Refusal.Code.INVALID)
                    .setText("topic=" + historyTopic + " is none to ask for the past on")
                    .build());
        }
        Refusal denied = sidecar.grants().check(Action.REPLAY, topic.get());
        if (denied != null) {
            return refused(sidecar.refused(denied));
        }
        if (away) {
            return refused(Refusal.newBuilder()
                    .setCode(Refusal.Code.NO_RESPONDER)
                    .setText("nobody answers topic=" + historyTopic)
                    .build());
        }
        HistoryAnswer answer;
        try {
            HistoryQuestion question = HistoryQuestion.decode(new UnsafeBuffer(payload), 0, payload.length);
            answer = answer(topic.get(), question.within(Math.min(question.room(), sidecar.maxPayload() - AROUND)));
        } catch (IllegalArgumentException wrong) {
            answer = HistoryAnswer.refused(Refusal.Code.INVALID_VALUE, wrong.getMessage());
        }
        return ReplyMessage.newBuilder()
                .setHead(MessageHead.newBuilder()
                        .setTopic(historyTopic)
                        .setSchemaId(HistoryPageEncoder.TEMPLATE_ID)
                        .setSchemaVersion(Schemas.TRADING_VERSION))
                .setPayload(ByteString.copyFrom(answer.encode(sidecar.nowNs())))
                .build();
    }

    private static ReplyMessage refused(Refusal refusal) {
        return ReplyMessage.newBuilder().setRefusal(refusal).build();
    }

    private HistoryAnswer answer(String topic, HistoryQuestion question) {
        List<PastMessage> messages = new ArrayList<>(given.getOrDefault(topic, List.of()));
        for (int i = 0; i < sidecar.recorded() - lag; i++) {
            Published message = sidecar.recorded(i);
            // A store does not take what is replayed.
            if (message.topic().equals(topic) && !message.historical()) {
                messages.add(new PastMessage(message.source(), message.sequence(), message.payload()));
            }
        }
        messages.removeIf(message -> message.template() == 0);
        return PastList.answer(question, messages, PastList.marks(messages));
    }
}
