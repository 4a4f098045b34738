package io.meridian.sidecar.session;

import com.google.protobuf.ByteString;
import io.meridian.bus.GrantDeniedException;
import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.ReplyHandler;
import io.meridian.bus.Requester;
import io.meridian.bus.Responder;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.schema.HistoryTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** The plugin's requests, and the requests it answers. Not on the hot path. For the loop's thread. */
final class RequestDesk {
    private static final int DEFAULT_TIMEOUT_MS = 5_000;
    private static final int MOST_WAITING = 1024;

    private final Guard guard;
    private final Map<Topic, GrantHandle> grants = new LinkedHashMap<>();
    /** Of topics that ask for the past of another. */
    private final Map<Topic, GrantHandle> pasts = new HashMap<>();

    private final List<Port> ports = new ArrayList<>();
    private Requester requester;
    private Refusal lastRefusal = Refusal.getDefaultInstance();

    /** A responder of the plugin. */
    private final class Port {
        final int number;
        final GrantHandle grant;
        final ResponderSink sink;
        final Map<Long, Reply> waiting = new LinkedHashMap<>();
        Responder responder;
        long last;

        Port(int number, GrantHandle grant, ResponderSink sink) {
            this.number = number;
            this.grant = grant;
            this.sink = sink;
        }

        void onRequest(Message request, Reply reply) {
            if (waiting.size() >= MOST_WAITING) {
                // The oldest is answered no more; its requester is told by its own time limit.
                waiting.remove(waiting.keySet().iterator().next());
            }
            waiting.put(++last, reply.keep());
            sink.onRequest(IncomingRequest.newBuilder()
                    .setRequest(last)
                    .setHead(Heads.of(request))
                    .setId(Heads.id(request))
                    .setPayload(Heads.payload(request))
                    .build());
        }
    }

    RequestDesk(Guard guard) {
        this.guard = guard;
    }

    void request(RequestMessage request, Consumer<ReplyMessage> answer) {
        Topic topic;
        try {
            topic = Topic.of(request.getHead().getTopic());
        } catch (IllegalArgumentException notOne) {
            answer.accept(refused(Refusals.of(Refusal.Code.INVALID, notOne.getMessage())));
            return;
        }
        GrantHandle grant =
                grants.computeIfAbsent(topic, asked -> guard.handle(Action.REQUEST, TopicPattern.of(asked)));
        if (grants.size() > guard.limits.topics()) {
            grants.clear();
            pasts.clear();
        }
        GrantHandle past = pastAskedFor(topic);
        if (past != null && !past.allowed(guard.nowNs())) {
            answer.accept(refused(guard.denied(past)));
            return;
        }
        if (!grant.allowed(guard.nowNs())) {
            answer.accept(refused(guard.denied(grant)));
            return;
        }
        byte[] payload = request.getPayload().toByteArray();
        int admitted = guard.gate.admit(guard.gate.bearsOrders(topic), payload.length, guard.nowNs());
        if (admitted < 0) {
            answer.accept(refused(Refusal.newBuilder()
                    .setCode(Refusals.code(admitted))
                    .setText(guard.gate.why(admitted))
                    .setRetryAfterMs(guard.gate.retryAfterMs())
                    .build()));
            return;
        }
        int timeoutMs = request.getTimeoutMs() == 0 ? DEFAULT_TIMEOUT_MS : Math.max(1, request.getTimeoutMs());
        try {
            if (requester == null) {
                requester = guard.bus.requester();
            }
            long result = requester.request(
                    topic,
                    new UnsafeBuffer(payload),
                    0,
                    payload.length,
                    timeoutMs * 1_000_000L,
                    new Answers(topic, timeoutMs, answer));
            if (result < 0) {
                Refusal.Code code = Refusals.code(Refusals.ofBus(result));
                answer.accept(refused(Refusals.of(code, "request on topic=" + topic + " was not sent: " + code)));
            }
        } catch (UnsupportedByEngineException cannot) {
            answer.accept(refused(Refusals.of(Refusal.Code.UNSUPPORTED, cannot.getMessage())));
        } catch (EngineException | IllegalStateException wrong) {
            answer.accept(refused(Refusals.of(Refusal.Code.INVALID, wrong.getMessage())));
        }
    }

    /** Whoever asks for the past of a topic must be allowed to read it. Null: the request is for something else. */
    private GrantHandle pastAskedFor(Topic topic) {
        if (!HistoryTopics.isHistory(topic.name())) {
            return null;
        }
        // What is no topic of data is denied under its own name, which nobody is granted.
        TopicPattern data = TopicPattern.of(HistoryTopics.dataOf(topic.name()).orElse(topic.name()));
        return pasts.computeIfAbsent(topic, asked -> guard.handle(Action.REPLAY, data));
    }

    private record Answers(Topic topic, int timeoutMs, Consumer<ReplyMessage> answer) implements ReplyHandler {
        @Override
        public void onReply(Message reply) {
            answer.accept(ReplyMessage.newBuilder()
                    .setHead(Heads.of(reply))
                    .setPayload(Heads.payload(reply))
                    .build());
        }

        @Override
        public void onTimeout() {
            answer.accept(refused(Refusals.of(
                    Refusal.Code.TIMED_OUT,
                    "request on topic=" + topic + " was taken but not answered in " + timeoutMs + " ms")));
        }

        @Override
        public void onNoResponder() {
            answer.accept(refused(Refusals.of(
                    Refusal.Code.NO_RESPONDER,
                    "nobody takes requests on topic=" + topic + ". Start the plugin that answers them.")));
        }
    }

    private static ReplyMessage refused(Refusal refusal) {
        return ReplyMessage.newBuilder().setRefusal(refusal).build();
    }

    int respond(int number, OpenResponder open, ResponderSink sink) {
        TopicPattern pattern;
        try {
            pattern = TopicPattern.of(open.getPattern());
        } catch (IllegalArgumentException notOne) {
            return refuse(Refusals.of(Refusal.Code.INVALID, notOne.getMessage()));
        }
        GrantHandle grant = guard.handle(Action.SUBSCRIBE, pattern);
        if (!grant.allowed(guard.nowNs())) {
            return refuse(guard.denied(grant));
        }
        Port port = new Port(number, grant, sink);
        try {
            port.responder = open.getGroup().isEmpty()
                    ? guard.bus.respond(pattern, port::onRequest)
                    : guard.bus.respondInGroup(pattern, open.getGroup(), port::onRequest);
        } catch (UnsupportedByEngineException cannot) {
            return refuse(Refusals.of(Refusal.Code.UNSUPPORTED, cannot.getMessage()));
        } catch (GrantDeniedException | EngineException | IllegalArgumentException wrong) {
            return refuse(Refusals.of(Refusal.Code.INVALID, wrong.getMessage()));
        }
        ports.add(port);
        return number;
    }

    private int refuse(Refusal refusal) {
        lastRefusal = refusal;
        return -refusal.getCodeValue();
    }

    IncomingRequest lastRefusal() {
        return IncomingRequest.newBuilder().setRefusal(lastRefusal).build();
    }

    int answer(int number, Answer answer) {
        Port port = port(number);
        Reply reply = port == null ? null : port.waiting.get(answer.getRequest());
        if (reply == null) {
            return Refusals.INVALID;
        }
        ByteString payload = answer.getPayload();
        long result = Refusals.ofBus(reply.send(new UnsafeBuffer(payload.toByteArray()), 0, payload.size()));
        if (result > 0) {
            port.waiting.remove(answer.getRequest());
            return 0;
        }
        return (int) result;
    }

    private Port port(int number) {
        for (Port port : ports) {
            if (port.number == number) {
                return port;
            }
        }
        return null;
    }

    void end(int number) {
        Port port = port(number);
        if (port != null) {
            ports.remove(port);
            port.responder.close();
        }
    }

    int open() {
        return ports.size();
    }

    int turn() {
        int done = requester == null ? 0 : requester.poll(16);
        for (int i = 0; i < ports.size(); i++) {
            done += ports.get(i).responder.poll(16);
        }
        return done;
    }

    void close() {
        for (Port port : ports) {
            port.responder.close();
        }
        ports.clear();
        if (requester != null) {
            requester.close();
            requester = null;
        }
    }
}
