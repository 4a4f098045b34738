package io.meridian.conformance.stage;

import com.google.protobuf.ByteString;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.PublishReply;
import io.meridian.plugin.contract.proto.RecoveryPlan;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.Settle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What stands behind both doors of a played sidecar: answers calls as it was told to, and remembers them. Every method may
 * be called by any thread.
 */
public final class PlayedPlatform {
    /** The source number of the other side, in messages delivered to the plugin. */
    public static final int PEER = 7;

    private static final int PLUGIN = 3;

    private final List<Seen.Attach> attaches = new ArrayList<>();
    private final List<Seen.Heartbeat> heartbeats = new ArrayList<>();
    private final List<Seen.Published> published = new ArrayList<>();
    private final List<Seen.Saved> saves = new ArrayList<>();
    private final List<LeaveRequest> leaves = new ArrayList<>();
    private final List<PlayedSubscription> subscriptions = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private final List<Consumer<Grants>> grantWatchers = new ArrayList<>();
    private final List<Consumer<PluginSettings>> settingWatchers = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Script script;
    private String token = "";
    private String session = "";
    private int loads;
    private int logs;
    private long sequence;

    /** @param script how it behaves; a check may change it at any time, through {@link #direct} */
    public PlayedPlatform(Script script) {
        this.script = script;
    }

    /** How a played sidecar behaves. All well, as it is made. */
    public static final class Script {
        public Map<String, String> settings = Map.of();
        public List<io.meridian.plugin.contract.proto.Grant> grants = List.of();
        public Function<AttachRequest, Refusal> attach = request -> null;
        public Function<MessageHead, Refusal> publish = head -> null;
        public Function<Open, Refusal> subscribe = open -> null;
        public byte[] state;
        public int stateFormat = 1;
        public boolean crashed;
        public boolean snapshotWanted;
        public boolean latched;
        public int heartbeatIntervalMs = 200;
    }

    /** Changes how it behaves. */
    public synchronized void direct(Consumer<Script> change) {
        change.accept(script);
    }

    /** Reads what it saw; the function must not keep what it is given. */
    public synchronized <T> T look(Function<PlayedPlatform, T> look) {
        return look.apply(this);
    }

    /** Waits until a condition over what it saw holds. False when it did not in time. */
    public synchronized boolean await(long timeoutMs, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (!condition.getAsBoolean()) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            try {
                // Other processes live and die without telling, so it looks again now and then.
                wait(Math.min(leftMs, 20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    // What the doors call.

    synchronized void token(String value) {
        token = value;
    }

    synchronized AttachReply attach(AttachRequest request) {
        Refusal refusal = !request.getToken().equals(token)
                ? refusal(Refusal.Code.TOKEN_REFUSED, "the token is not the one in the folder")
                : script.attach.apply(request);
        attaches.add(new Seen.Attach(request, refusal, System.nanoTime()));
        notifyAll();
        if (refusal != null) {
            return AttachReply.newBuilder().setRefusal(refusal).build();
        }
        drop();
        token = "";
        session = "session-" + attaches.size();
        RecoveryPlan.Builder recovery =
                RecoveryPlan.newBuilder().setCrashed(script.crashed).setAttaches(attaches.size() - 1);
        if (script.state != null) {
            recovery.setHasState(true).setStateBytes(script.state.length);
        }
        return AttachReply.newBuilder()
                .setSession(session)
                .setDeployment("conformance")
                .setInstance(request.getPlugin() + "-1")
                .setSource(PLUGIN)
                .setPool("CONFORMANCE")
                .setGrants(grants())
                .setSettings(settings())
                .setRecovery(recovery)
                .setHeartbeatIntervalMs(script.heartbeatIntervalMs)
                .setMaxPayload(64 << 10)
                .setNowNs(nowNs())
                .build();
    }

    /** Whether a call belongs to the plugin that is in; one that does not is remembered. */
    synchronized boolean isIn(String given, String call) {
        if (!session.isEmpty() && session.equals(given)) {
            return true;
        }
        strays.add(call);
        notifyAll();
        return false;
    }

    /** Forgets the plugin that is in. */
    public synchronized void drop() {
        session = "";
        subscriptions.forEach(PlayedSubscription::close);
        grantWatchers.clear();
        settingWatchers.clear();
        notifyAll();
    }

    synchronized PublishReply publish(MessageHead head, byte[] payload, Profile profile, boolean duplicate, long tag) {
        Refusal refusal = script.publish.apply(head);
        published.add(new Seen.Published(head, payload, profile, duplicate, refusal, System.nanoTime()));
        notifyAll();
        PublishReply.Builder reply = PublishReply.newBuilder().setTag(tag);
        if (refusal != null) {
            return reply.setRefusal(refusal).build();
        }
        long number = sequences.merge(head.getTopic(), 1L, Long::sum);
        return reply.setId(MessageId.newBuilder().setSource(PLUGIN).setSequence(number))
                .setStored(profile == Profile.DURABLE)
                .build();
    }

    /** Opens a subscription, or gives the refusal in place of it. */
    synchronized Refusal open(
            Open open, boolean unlimited, PlayedSubscription.Sink sink, Consumer<PlayedSubscription> opened) {
        Refusal refusal = script.subscribe.apply(open);
        if (refusal == null) {
            PlayedSubscription subscription = new PlayedSubscription(open, unlimited, sink, System.nanoTime());
            subscriptions.add(subscription);
            opened.accept(subscription);
        }
        notifyAll();
        return refusal;
    }

    synchronized void settle(PlayedSubscription subscription, Settle settle) {
        subscription.settle(settle, System.nanoTime());
        notifyAll();
    }

    synchronized void credit(PlayedSubscription subscription, long messages) {
        subscription.addCredit(messages);
        notifyAll();
    }

    synchronized void pause(PlayedSubscription subscription, boolean paused) {
        subscription.pause(paused);
    }

    synchronized void close(PlayedSubscription subscription) {
        subscription.close();
        notifyAll();
    }

    synchronized HeartbeatReply heartbeat(HeartbeatRequest request) {
        heartbeats.add(new Seen.Heartbeat(request, System.nanoTime()));
        notifyAll();
        return HeartbeatReply.newBuilder()
                .setSidecarState("READY")
                .setLatched(script.latched)
                .setSnapshotWanted(script.snapshotWanted)
                .setNowNs(nowNs())
                .build();
    }

    synchronized void saved(byte[] state, int format) {
        saves.add(new Seen.Saved(state, format, System.nanoTime()));
        script.state = state;
        script.stateFormat = format;
        script.snapshotWanted = false;
        notifyAll();
    }

    synchronized ByteString load() {
        loads++;
        notifyAll();
        return script.state == null ? ByteString.EMPTY : ByteString.copyFrom(script.state);
    }

    synchronized int stateFormat() {
        return script.stateFormat;
    }

    synchronized void log() {
        logs++;
    }

    synchronized void leave(LeaveRequest request) {
        leaves.add(request);
        drop();
    }

    synchronized void watchGrants(Consumer<Grants> watcher) {
        grantWatchers.add(watcher);
        watcher.accept(grants());
    }

    synchronized void watchSettings(Consumer<PluginSettings> watcher) {
        settingWatchers.add(watcher);
        watcher.accept(settings());
    }

    private Grants grants() {
        return Grants.newBuilder()
                .setEpoch(++sequence)
                .addAllGrants(script.grants)
                .setLatched(script.latched)
                .build();
    }

    private PluginSettings settings() {
        return PluginSettings.newBuilder()
                .setEpoch(++sequence)
                .putAllValues(script.settings)
                .build();
    }

    // What checks call.

    /** Delivers a message to every subscription that covers its topic. Gives how many there are. */
    public synchronized int deliver(Delivery message) {
        int reached = 0;
        long number = message.getId().getSequence() != 0
                ? message.getId().getSequence()
                : sequences.merge("peer " + message.getHead().getTopic(), 1L, Long::sum);
        Delivery whole = message.toBuilder()
                .setId(MessageId.newBuilder().setSource(PEER).setSequence(number))
                .setTsInit(nowNs())
                .setTsPublish(nowNs())
                .setAttempt(Math.max(1, message.getAttempt()))
                .build();
        for (PlayedSubscription subscription : subscriptions) {
            if (!subscription.isClosed()
                    && Patterns.covers(subscription.pattern(), message.getHead().getTopic())) {
                subscription.offer(whole);
                reached++;
            }
        }
        return reached;
    }

    /** Tells all subscriptions that something happened to them. */
    public synchronized void notice(Notice notice) {
        for (PlayedSubscription subscription : List.copyOf(subscriptions)) {
            subscription.notice(notice);
        }
    }

    /** Tells the grants of the script anew. */
    public synchronized void pushGrants() {
        grantWatchers.forEach(watcher -> watcher.accept(grants()));
    }

    /** Tells the settings of the script anew. */
    public synchronized void pushSettings() {
        settingWatchers.forEach(watcher -> watcher.accept(settings()));
    }

    public synchronized List<Seen.Attach> attaches() {
        return List.copyOf(attaches);
    }

    public synchronized List<Seen.Heartbeat> heartbeats() {
        return List.copyOf(heartbeats);
    }

    public synchronized List<Seen.Published> published() {
        return List.copyOf(published);
    }

    public synchronized List<Seen.Saved> saves() {
        return List.copyOf(saves);
    }

    public synchronized List<LeaveRequest> leaves() {
        return List.copyOf(leaves);
    }

    /** Calls that were made without being attached. */
    public synchronized List<String> strays() {
        return List.copyOf(strays);
    }

    public synchronized int loads() {
        return loads;
    }

    public synchronized int logs() {
        return logs;
    }

    /** Those that are open now. */
    public synchronized List<PlayedSubscription> open() {
        return subscriptions.stream().filter(each -> !each.isClosed()).toList();
    }

    /** What the plugin did wrong with its subscriptions. */
    public synchronized List<String> violations() {
        return subscriptions.stream()
                .filter(each -> each.violation() != null)
                .map(each -> each.pattern() + ": " + each.violation())
                .toList();
    }

    /** Sums over the open subscriptions. */
    public synchronized Seen.Progress progress(boolean durableOnly) {
        long delivered = 0;
        long left = 0;
        List<Seen.Settled> verdicts = new ArrayList<>();
        for (PlayedSubscription each : open()) {
            if (!durableOnly || each.isDurable()) {
                delivered += each.delivered();
                left += each.unsettled() + each.waiting();
                verdicts.addAll(each.verdicts());
            }
        }
        return new Seen.Progress(delivered, delivered - left, verdicts);
    }

    /** A refusal with a text. */
    public static Refusal refusal(Refusal.Code code, String text) {
        return Refusal.newBuilder().setCode(code).setText(text).build();
    }

    /** Epoch nanoseconds. */
    public static long nowNs() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
