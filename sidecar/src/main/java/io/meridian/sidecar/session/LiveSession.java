package io.meridian.sidecar.session;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.plugin.contract.proto.Verdict;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** The session of the attached plugin. */
final class LiveSession implements PluginSession {
    final Guard guard;
    final AttachRequest request;
    final SessionPeer peer;
    private final SessionDesk desk;
    private final String id;
    private final RequestDesk requests;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final LogLimit logLimit = new LogLimit();
    private boolean open = true;
    private boolean inDoubt;
    private boolean sick;
    private boolean saving;
    private Map<String, Coverage> covering;
    private Runnable confirming;
    private long saveMark;
    private final Queue<Save> saves = new ArrayDeque<>();
    private boolean confirmationWaits;
    private long confirmationMark;
    private int numbers;
    private Consumer<LeaveReply> leaving;
    private long leaveDeadlineNs;

    /** A piece of state that is kept once all is stored that was published before the mark. */
    private record Save(long mark, Runnable action) {}

    LiveSession(SessionDesk desk, String id, AttachRequest request, SessionPeer peer) {
        this.desk = desk;
        this.id = id;
        this.request = request;
        this.peer = peer;
        guard = desk.guard;
        requests = new RequestDesk(guard);
        incoming = new Incoming(guard, request.getState() == StatePolicy.SNAPSHOT, desk::marks, desk.state.names());
        outgoing = new Outgoing(guard, desk.publishing, incoming);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public int source() {
        return guard.bus.config().instance();
    }

    // Publishing.

    @Override
    public int resolve(String topic, Profile profile) {
        return outgoing.resolve(topic, profile);
    }

    @Override
    public Refusal resolveRefusal(String topic, int code) {
        return outgoing.resolveRefusal(topic, code);
    }

    @Override
    public long publish(int handle, long tag, MessageContext context, DirectBuffer payload, int offset, int length) {
        return open && leaving == null
                ? outgoing.publish(handle, tag, context, payload, offset, length)
                : Refusals.NO_SESSION;
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
        return open && leaving == null
                ? outgoing.publish(handle, tag, context, contentType, payload, offset, length)
                : Refusals.NO_SESSION;
    }

    @Override
    public boolean waitsFor(int handle) {
        return outgoing.waitsFor(handle);
    }

    @Override
    public Refusal refusal(long code, int handle) {
        return outgoing.refusal(code, handle);
    }

    // Subscriptions.

    @Override
    public Opened subscribe(Open wanted, DeliverySink sink) {
        return isFull()
                ? Incoming.notOpened(
                        Refusal.Code.INVALID,
                        "there are " + guard.limits.subscriptions()
                                + " subscriptions already (sidecar.max.subscriptions)")
                : incoming.subscribe(++numbers, wanted, sink);
    }

    private boolean isFull() {
        return incoming.open() + requests.open() >= guard.limits.subscriptions();
    }

    @Override
    public int credit(int subscription, int messages) {
        SubscriptionPort port = incoming.port(subscription);
        return port == null ? Refusals.INVALID : port.credit(messages);
    }

    @Override
    public int settle(int subscription, long delivery, Verdict verdict, String reason) {
        SubscriptionPort port = incoming.port(subscription);
        io.meridian.bus.Verdict decided = verdict == null
                ? null
                : switch (verdict) {
                    case DONE -> io.meridian.bus.Verdict.ACCEPT;
                    case RETRY -> io.meridian.bus.Verdict.RETRY;
                    case REJECT -> io.meridian.bus.Verdict.REJECT;
                    case VERDICT_UNSPECIFIED, UNRECOGNIZED -> null;
                };
        return port == null || decided == null ? Refusals.INVALID : port.settle(delivery, decided, reason);
    }

    @Override
    public int pause(int subscription, boolean paused) {
        SubscriptionPort port = incoming.port(subscription);
        if (port == null) {
            return Refusals.INVALID;
        }
        port.pause(paused);
        return 0;
    }

    @Override
    public void unsubscribe(int subscription) {
        confirmWhatCanBe();
        incoming.unsubscribe(subscription);
    }

    void connection(Notice.Kind kind, String text) {
        incoming.connection(kind, text);
    }

    void proposedChanged() {
        incoming.compareWithProposed();
    }

    boolean isRecovering() {
        return incoming.isRecovering();
    }

    // Requests.

    @Override
    public void request(RequestMessage message, Consumer<ReplyMessage> answer) {
        requests.request(message, answer);
    }

    @Override
    public int respond(OpenResponder wanted, ResponderSink sink) {
        if (isFull()) {
            return Refusals.INVALID;
        }
        return requests.respond(++numbers, wanted, sink);
    }

    @Override
    public IncomingRequest responderRefusal() {
        return requests.lastRefusal();
    }

    @Override
    public int answer(int responder, Answer answer) {
        return requests.answer(responder, answer);
    }

    @Override
    public void endResponder(int responder) {
        requests.end(responder);
    }

    // Life.

    @Override
    public HeartbeatReply heartbeat(HeartbeatRequest heartbeat) {
        sick = heartbeat.getHealth() == Health.SICK;
        guard.observer.onHeartbeat(heartbeat);
        return HeartbeatReply.newBuilder()
                .setSidecarState(desk.stateName())
                .setLatched(guard.gate.isLatched())
                .setSnapshotWanted(incoming.wantsSnapshot())
                .setNowNs(guard.nowNs())
                .build();
    }

    @Override
    public void saveState(StateChunk chunk, Consumer<SaveStateReply> done) {
        if (!saving) {
            saving = true;
            saveMark = outgoing.mark();
            covering = desk.covering();
            confirming = incoming.markForSnapshot();
        }
        saving = !chunk.getLast();
        tellStored();
        // The state says that this was published; so it must not outlive it.
        if (!saves.isEmpty() || chunk.getLast() && !outgoing.isStored(saveMark)) {
            Map<String, Coverage> covered = covering;
            Runnable confirmed = confirming;
            saves.add(new Save(saveMark, () -> save(chunk, covered, confirmed, done)));
        } else {
            save(chunk, covering, confirming, done);
        }
    }

    private int saveWhatIsStored() {
        int done = 0;
        while (!saves.isEmpty() && outgoing.isStored(saves.peek().mark)) {
            saves.poll().action.run();
            done++;
        }
        return done;
    }

    private void save(
            StateChunk chunk, Map<String, Coverage> covered, Runnable confirmed, Consumer<SaveStateReply> done) {
        desk.state.save(chunk, guard.nowNs(), covered, stored(covered, confirmed), reply -> {
            if (reply.hasRefusal()) {
                saving = false;
            }
            done.accept(reply);
        });
    }

    private Runnable stored(Map<String, Coverage> covered, Runnable confirmed) {
        return () -> {
            desk.covered(covered);
            confirmed.run();
        };
    }

    @Override
    public void abandonState() {
        saves.clear();
        saving = false;
        desk.state.finishOrAbandon();
    }

    @Override
    public StateLoading loadState(Consumer<StateChunk> chunks) {
        return desk.state.load(chunks);
    }

    @Override
    public Runnable watchGrants(Consumer<Grants> watcher) {
        return desk.grantWatchers.add(watcher, desk.grants());
    }

    @Override
    public Runnable watchSettings(Consumer<PluginSettings> watcher) {
        return desk.settingWatchers.add(watcher, desk.settings());
    }

    @Override
    public boolean log(LogRecord line) {
        if (!logLimit.admits(guard.nowNs())) {
            return false;
        }
        guard.observer.onLog(line);
        return true;
    }

    @Override
    public void leave(LeaveRequest leave, Consumer<LeaveReply> done) {
        leaving = done;
        leaveDeadlineNs = guard.nowNs() + guard.limits.drainNs();
        guard.log.info("The plugin leaves" + (leave.getReason().isEmpty() ? "." : ": " + leave.getReason()));
    }

    @Override
    public void lost(String reason) {
        if (open) {
            desk.ended(this, reason, true);
        }
    }

    @Override
    public void broken(String reason) {
        inDoubt = true;
        lost(reason);
    }

    /** One turn: what is stored, what comes in. */
    int turn() {
        int done = requests.turn() + tellStored();
        if (!saves.isEmpty()) {
            done += saveWhatIsStored();
        }
        confirm();
        if (leaving != null) {
            return done + finishLeaving();
        }
        return done + incoming.turn(!sick);
    }

    private int tellStored() {
        long stored = outgoing.stored(Long.MIN_VALUE);
        if (stored == Long.MIN_VALUE) {
            return 0;
        }
        peer.onStored(stored);
        return 1;
    }

    /** Tells the bus what is done with, but not before that is stored which the plugin made of it. */
    private void confirm() {
        if (!confirmationWaits && incoming.mark()) {
            confirmationWaits = true;
            confirmationMark = outgoing.mark();
        }
        if (confirmationWaits && outgoing.isStored(confirmationMark)) {
            confirmationWaits = false;
            incoming.confirmMarked();
        }
    }

    private void confirmWhatCanBe() {
        confirm();
        confirmationWaits = false;
        confirm();
    }

    private int finishLeaving() {
        if (!outgoing.isAllStored() && guard.nowNs() < leaveDeadlineNs) {
            return 0;
        }
        int unsettled = incoming.undecided();
        leaving.accept(LeaveReply.newBuilder().setUnsettled(unsettled).build());
        if (unsettled == 0 && !incoming.isUncovered() && outgoing.isAllStored()) {
            desk.state.record().left();
        }
        desk.ended(this, "it left", false);
        return 1;
    }

    /** Frees everything. Called once, by the desk. */
    void end(String reason) {
        open = false;
        if (!inDoubt) {
            tellStored();
            saveWhatIsStored();
            confirmWhatCanBe();
        }
        saves.clear();
        desk.state.endLoads();
        desk.state.finishOrAbandon();
        incoming.close();
        requests.close();
        peer.onClosed(reason);
    }
}
