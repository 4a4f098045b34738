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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What stands behind both doors of a played sidecar: answers calls as it was told to, and remembers them. Every method may
 * be called by any thread.
 */
public final class PlayedPlatform extends Stage {
    /** The source number of the other side, in messages delivered to the plugin. */
    public static final int PEER = 7;

    private static final int PLUGIN = 3;

    private final List<Consumer<Grants>> grantWatchers = new ArrayList<>();
    private final List<Consumer<PluginSettings>> settingWatchers = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Path folder;
    private final Script script = new Script();
    private PlayedSidecar sidecar;
    private String token = "";
    private String session = "";
    private long sequence;

    /** @param folder of the sidecar; made when that appears */
    public PlayedPlatform(Path folder, Map<String, String> settings) {
        this.folder = folder;
        script.settings = settings;
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

    @Override
    public void appear() {
        if (sidecar == null) {
            sidecar = new PlayedSidecar(folder, this);
        } else {
            sidecar.appear();
        }
    }

    @Override
    public void vanish() {
        sidecar.vanish();
    }

    @Override
    public void pluginDied() {
        drop();
        direct(it -> it.crashed = true);
        newToken();
    }

    /** A token for one more attach. */
    public void newToken() {
        sidecar.newToken();
    }

    @Override
    public void close() {
        if (sidecar != null) {
            sidecar.close();
        }
    }

    // What the doors call.

    synchronized void token(String value) {
        token = value;
    }

    synchronized AttachReply attach(AttachRequest request) {
        Refusal refusal = !request.getToken().equals(token)
                ? refusal(Refusal.Code.TOKEN_REFUSED, "the token is not the one in the folder")
                : script.attach.apply(request);
        sawAttach(request, refusal);
        if (refusal != null) {
            return AttachReply.newBuilder().setRefusal(refusal).build();
        }
        drop();
        token = "";
        session = "session-" + attaches().size();
        RecoveryPlan.Builder recovery = RecoveryPlan.newBuilder()
                .setCrashed(script.crashed)
                .setAttaches(attaches().size() - 1);
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
        sawStray(call);
        return false;
    }

    /** Forgets the plugin that is in. */
    public synchronized void drop() {
        session = "";
        grantWatchers.clear();
        settingWatchers.clear();
        sawEnd();
    }

    synchronized PublishReply publish(MessageHead head, byte[] payload, Profile profile, boolean duplicate, long tag) {
        Refusal refusal = script.publish.apply(head);
        sawPublished(new Seen.Published(head, payload, profile, duplicate, refusal, System.nanoTime()));
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
        PlayedSubscription subscription = refusal == null ? new PlayedSubscription(open, unlimited, sink) : null;
        sawOpen(subscription);
        if (subscription != null) {
            opened.accept(subscription);
            if (subscription.isDurable()) {
                subscription.notice(Notice.newBuilder()
                        .setKind(Notice.Kind.LIVE)
                        .setText("There were no older messages.")
                        .build());
            }
        }
        return refusal;
    }

    synchronized void settle(PlayedSubscription subscription, Settle settle) {
        subscription.settle(settle);
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
        sawHeartbeat(request);
        return HeartbeatReply.newBuilder()
                .setSidecarState("READY")
                .setLatched(script.latched)
                .setSnapshotWanted(script.snapshotWanted)
                .setNowNs(nowNs())
                .build();
    }

    synchronized void saved(byte[] state, int format) {
        script.state = state;
        script.stateFormat = format;
        script.snapshotWanted = false;
        sawSaved(state, format);
    }

    synchronized ByteString load() {
        sawLoad();
        return script.state == null ? ByteString.EMPTY : ByteString.copyFrom(script.state);
    }

    synchronized int stateFormat() {
        return script.stateFormat;
    }

    synchronized void leave(LeaveRequest request) {
        sawLeave(request);
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

    @Override
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
        for (Watched subscription : open()) {
            if (Patterns.covers(subscription.pattern(), message.getHead().getTopic())) {
                ((PlayedSubscription) subscription).offer(whole);
                reached++;
            }
        }
        return reached;
    }

    /** Tells all subscriptions that something happened to them. */
    public synchronized void notice(Notice notice) {
        for (Watched subscription : open()) {
            ((PlayedSubscription) subscription).notice(notice);
        }
    }

    @Override
    public synchronized boolean wantSnapshot() {
        script.snapshotWanted = true;
        return true;
    }

    @Override
    public synchronized void settings(Map<String, String> settings) {
        script.settings = settings;
        settingWatchers.forEach(watcher -> watcher.accept(settings()));
    }

    @Override
    public synchronized void changeGrants() {
        grantWatchers.forEach(watcher -> watcher.accept(grants()));
    }

    @Override
    public synchronized void stopTrading() {
        script.latched = true;
        changeGrants();
    }

    @Override
    public synchronized void revokeSubscriptions() {
        script.subscribe = open -> refusal(Refusal.Code.ACL_DENIED, "the kit took it away");
        for (Watched each : open()) {
            ((PlayedSubscription) each)
                    .notice(Notice.newBuilder()
                            .setKind(Notice.Kind.REVOKED)
                            .setTopic(each.pattern())
                            .setText("the kit took it away")
                            .build());
        }
    }

    @Override
    public synchronized boolean refusePublishing(Refusal.Code code) {
        Refusal refusal = refusal(code, "the kit refuses it on purpose").toBuilder()
                .setRetryAfterMs(code == Refusal.Code.RATE_LIMITED ? 500 : 0)
                .build();
        script.publish = head -> refusal;
        return true;
    }

    @Override
    public synchronized void takePublishing() {
        script.publish = head -> null;
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
