package io.meridian.platform.author;

import com.google.protobuf.ByteString;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Stage;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.Verdict;
import io.meridian.sidecar.session.Delivered;
import io.meridian.sidecar.session.DeliverySink;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.Refusals;
import io.meridian.sidecar.session.ResponderSink;
import io.meridian.sidecar.session.StateLoading;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** A real session, of which a stage is told. For the loop's thread. */
final class WitnessedSession implements PluginSession {
    private record Named(String topic, Profile profile) {}

    private final PluginSession session;
    private final Stage stage;
    private final Map<Integer, Named> topics = new HashMap<>();
    private final Map<Integer, Watched> subscriptions = new HashMap<>();
    private ByteString state = ByteString.EMPTY;

    WitnessedSession(PluginSession session, Stage stage) {
        this.session = session;
        this.stage = stage;
    }

    PluginSession session() {
        return session;
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public int resolve(String topic, io.meridian.bus.delivery.Profile profile) {
        int handle = session.resolve(topic, profile);
        Profile said = profile == null ? Profile.PROFILE_UNSPECIFIED : Profile.valueOf(profile.name());
        if (handle < 0) {
            // Refused already here, and not only when it publishes.
            MessageHead head = MessageHead.newBuilder().setTopic(topic).build();
            saw(head, new byte[0], said, session.resolveRefusal(topic, handle));
        } else {
            topics.merge(handle, new Named(topic, said), (before, now) -> profile == null ? before : now);
        }
        return handle;
    }

    @Override
    public Refusal resolveRefusal(String topic, int code) {
        return session.resolveRefusal(topic, code);
    }

    @Override
    public long publish(int handle, long tag, MessageContext context, DirectBuffer payload, int offset, int length) {
        long result = session.publish(handle, tag, context, payload, offset, length);
        published(result, handle, context, "", payload, offset, length);
        return result;
    }

    @Override
    public long publish(
            int handle,
            long tag,
            MessageContext context,
            String contentType,
            DirectBuffer payload,
            int offset,
            int length) {
        long result = session.publish(handle, tag, context, contentType, payload, offset, length);
        published(result, handle, context, contentType, payload, offset, length);
        return result;
    }

    private void published(
            long result,
            int handle,
            MessageContext context,
            String contentType,
            DirectBuffer payload,
            int offset,
            int length) {
        boolean again =
                result == Refusals.BACK_PRESSURED || result == Refusals.NOT_CONNECTED && session.waitsFor(handle);
        Named named = topics.get(handle);
        if (again || named == null) {
            return;
        }
        byte[] bytes = new byte[length];
        payload.getBytes(offset, bytes);
        MessageHead head = MessageHead.newBuilder()
                .setTopic(named.topic)
                .setSchemaId(context.payloadSchema())
                .setSchemaVersion(context.payloadVersion())
                .setContentType(contentType)
                .setTsEvent(context.eventTime())
                .setCorrelation(context.correlation())
                .setCausation(MessageId.newBuilder()
                        .setSource(context.causationSource())
                        .setSequence(context.causationSequence()))
                .build();
        saw(head, bytes, named.profile, result < 0 ? session.refusal(result, handle) : null);
    }

    private void saw(MessageHead head, byte[] payload, Profile profile, Refusal refusal) {
        stage.sawPublished(new Seen.Published(head, payload, profile, false, refusal, System.nanoTime()));
    }

    @Override
    public boolean waitsFor(int handle) {
        return session.waitsFor(handle);
    }

    @Override
    public Refusal refusal(long code, int handle) {
        return session.refusal(code, handle);
    }

    @Override
    public int source() {
        return session.source();
    }

    @Override
    public Opened subscribe(Open open, DeliverySink sink) {
        Watched watched = new Watched(open);
        Opened opened = session.subscribe(open, new DeliverySink() {
            @Override
            public boolean deliver(Delivered message) {
                synchronized (stage) {
                    boolean taken = sink.deliver(message);
                    if (taken) {
                        watched.delivered();
                    }
                    return taken;
                }
            }

            @Override
            public boolean fits(int length) {
                return sink.fits(length);
            }

            @Override
            public void notice(Notice notice) {
                sink.notice(notice);
            }
        });
        subscriptions.put(opened.getSubscription(), watched);
        stage.sawOpen(opened.hasRefusal() ? null : watched);
        return opened;
    }

    @Override
    public int credit(int subscription, int messages) {
        return session.credit(subscription, messages);
    }

    @Override
    public int settle(int subscription, long delivery, Verdict verdict, String reason) {
        Watched watched = subscriptions.get(subscription);
        if (watched != null) {
            synchronized (stage) {
                watched.settle(Settle.newBuilder()
                        .setDelivery(delivery)
                        .setVerdict(verdict)
                        .setReason(reason == null ? "" : reason)
                        .build());
            }
        }
        return session.settle(subscription, delivery, verdict, reason);
    }

    @Override
    public int pause(int subscription, boolean paused) {
        return session.pause(subscription, paused);
    }

    @Override
    public void unsubscribe(int subscription) {
        Watched watched = subscriptions.remove(subscription);
        if (watched != null) {
            synchronized (stage) {
                watched.close();
            }
        }
        session.unsubscribe(subscription);
    }

    @Override
    public void request(RequestMessage request, Consumer<ReplyMessage> answer) {
        session.request(request, answer);
    }

    @Override
    public int respond(OpenResponder open, ResponderSink sink) {
        return session.respond(open, sink);
    }

    @Override
    public IncomingRequest responderRefusal() {
        return session.responderRefusal();
    }

    @Override
    public int answer(int responder, Answer answer) {
        return session.answer(responder, answer);
    }

    @Override
    public void endResponder(int responder) {
        session.endResponder(responder);
    }

    @Override
    public HeartbeatReply heartbeat(HeartbeatRequest heartbeat) {
        stage.sawHeartbeat(heartbeat);
        return session.heartbeat(heartbeat);
    }

    @Override
    public void saveState(StateChunk chunk, Consumer<SaveStateReply> done) {
        state = state.concat(chunk.getData());
        session.saveState(chunk, reply -> {
            byte[] whole = state.toByteArray();
            state = ByteString.EMPTY;
            if (!reply.hasRefusal()) {
                stage.sawSaved(whole, chunk.getFormat());
            }
            done.accept(reply);
        });
    }

    @Override
    public void abandonState() {
        state = ByteString.EMPTY;
        session.abandonState();
    }

    @Override
    public StateLoading loadState(Consumer<StateChunk> chunks) {
        stage.sawLoad();
        return session.loadState(chunks);
    }

    @Override
    public Runnable watchGrants(Consumer<Grants> watcher) {
        return session.watchGrants(watcher);
    }

    @Override
    public Runnable watchSettings(Consumer<PluginSettings> watcher) {
        return session.watchSettings(watcher);
    }

    @Override
    public boolean log(LogRecord line) {
        return session.log(line);
    }

    @Override
    public void leave(LeaveRequest request, Consumer<LeaveReply> done) {
        stage.sawLeave(request);
        session.leave(request, done);
    }

    @Override
    public void lost(String reason) {
        session.lost(reason);
    }

    @Override
    public void broken(String reason) {
        session.broken(reason);
    }
}
