package io.meridian.sdk.test;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.sdk.TopicRules;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests: the plugin's responders answer them, its own included; where nobody does, the answer says so. */
final class FakeRequests {
    private final FakeSidecar sidecar;
    private final Map<Long, String> responders = new LinkedHashMap<>();
    private final Map<Long, Long> callers = new LinkedHashMap<>();
    private long next = 1;

    FakeRequests(FakeSidecar sidecar) {
        this.sidecar = sidecar;
    }

    void clear() {
        responders.clear();
        callers.clear();
    }

    void request(long call, byte[] body) throws InvalidProtocolBufferException {
        RequestMessage request = RequestMessage.parseFrom(body);
        String topic = request.getHead().getTopic();
        if (HistoryTopics.isHistory(topic)) {
            reply(call, sidecar.history().answer(topic, request.getPayload().toByteArray()));
            return;
        }
        Refusal refusal = sidecar.grants().check(Action.REQUEST, topic);
        if (refusal == null) {
            for (Map.Entry<Long, String> responder : responders.entrySet()) {
                if (TopicRules.covers(responder.getValue(), topic)) {
                    long number = next++;
                    callers.put(number, call);
                    sidecar.out()
                            .answer(
                                    responder.getKey(),
                                    Method.RESPOND,
                                    false,
                                    IncomingRequest.newBuilder()
                                            .setRequest(number)
                                            .setHead(request.getHead())
                                            .setId(MessageId.newBuilder()
                                                    .setSource(FakeSidecar.PLUGIN_SOURCE)
                                                    .setSequence(number))
                                            .setPayload(request.getPayload())
                                            .build()
                                            .toByteArray());
                    return;
                }
            }
            refusal = Refusal.newBuilder()
                    .setCode(Refusal.Code.NO_RESPONDER)
                    .setText("nobody answers topic=" + topic)
                    .build();
        } else {
            sidecar.refused(refusal);
        }
        reply(call, ReplyMessage.newBuilder().setRefusal(refusal).build());
    }

    void respond(long call, boolean end, byte[] body) throws InvalidProtocolBufferException {
        RespondRequest request = RespondRequest.parseFrom(body);
        if (request.hasOpen()) {
            Refusal refusal =
                    sidecar.grants().check(Action.SUBSCRIBE, request.getOpen().getPattern());
            IncomingRequest.Builder opened = IncomingRequest.newBuilder();
            if (refusal == null) {
                responders.put(call, request.getOpen().getPattern());
            } else {
                opened.setRefusal(sidecar.refused(refusal));
            }
            sidecar.out().answer(call, Method.RESPOND, false, opened.build().toByteArray());
        } else if (request.hasAnswer()) {
            Answer answer = request.getAnswer();
            Long caller = callers.remove(answer.getRequest());
            if (caller != null) {
                reply(
                        caller,
                        ReplyMessage.newBuilder()
                                .setHead(MessageHead.newBuilder()
                                        .setSchemaId(answer.getSchemaId())
                                        .setSchemaVersion(answer.getSchemaVersion()))
                                .setPayload(answer.getPayload())
                                .build());
            }
        }
        if (end) {
            responders.remove(call);
        }
    }

    private void reply(long call, ReplyMessage reply) {
        sidecar.out().answer(call, Method.REQUEST, true, reply.toByteArray());
    }
}
