package io.meridian.sidecar.session;

import io.meridian.bus.BusListener;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.RecoveryPlan;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sidecar.state.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Lets plugins in, one at a time, and sees them off. For the loop's thread. */
public final class SessionDesk implements SessionHost {
    private static final int CONTRACT_VERSION = 1;
    private static final int HEARTBEAT_MS = 1000;

    /** What the desk needs of the sidecar around it. */
    public interface Surroundings {
        /** The token that lets the next plugin in, or null. */
        String token();

        /** Why no plugin is let in now, or null. */
        String notReady();

        /** A plugin is in: the token is used. */
        void attached();

        /** It is gone: another may come. */
        void detached(String reason, boolean crashed);

        /** The state's name, for the plugin. */
        String stateName();

        /** A name for a session that nobody can guess. */
        String newSecret();
    }

    final Guard guard;
    final StateKeeper state;
    final PublishDesk publishing;
    final Watchers<Grants> grantWatchers = new Watchers<>();
    final Watchers<PluginSettings> settingWatchers = new Watchers<>();
    private final Surroundings surroundings;
    private final Supplier<PluginSettings> settings;
    private final Map<String, RepeatMarks> marks = new HashMap<>();
    private final long repeatsBeforeNs;
    private LiveSession session;

    /** For one sidecar. */
    public SessionDesk(Guard guard, StateKeeper state, Surroundings surroundings, Supplier<PluginSettings> settings) {
        this.guard = guard;
        this.state = state;
        this.surroundings = surroundings;
        this.settings = settings;
        publishing = new PublishDesk(guard);
        repeatsBeforeNs = state.record().isClean() ? 0 : guard.nowNs();
        state.covered().forEach((name, covered) -> marks.put(name, new RepeatMarks(repeatsBeforeNs, covered)));
    }

    @Override
    public PluginSession session() {
        return session;
    }

    @Override
    public AttachReply attach(AttachRequest request, SessionPeer peer) {
        if (request.getContractVersion() != CONTRACT_VERSION) {
            return refused(
                    Refusal.Code.UNSUPPORTED,
                    "contract_version=" + request.getContractVersion() + ", this sidecar speaks " + CONTRACT_VERSION
                            + ". Use an SDK of the same release.");
        }
        if (session != null) {
            return refused(
                    Refusal.Code.ALREADY_ATTACHED,
                    "plugin=" + session.request.getPlugin() + " is attached over " + session.peer.transport()
                            + ". A sidecar guards one plugin; stop that one first.");
        }
        String notReady = surroundings.notReady();
        if (notReady != null) {
            return refused(Refusal.Code.NOT_READY, notReady);
        }
        if (!isToken(request.getToken())) {
            return refused(
                    Refusal.Code.TOKEN_REFUSED,
                    "the token is wrong, was used before, or is too old. Read the file 'token' in the sidecar's folder"
                            + " anew for each attach.");
        }
        boolean crashed = !state.record().isClean();
        long attachedBefore = state.record().attaches();
        session = new LiveSession(this, surroundings.newSecret(), request, peer);
        state.record().attached();
        publishing.forgetFailures();
        marks.values().forEach(RepeatMarks::sessionBegins);
        surroundings.attached();
        guard.observer.onAttached(request, peer.transport(), guard.bus.config().instance());
        guard.log.info("Attached over " + peer.transport() + ": plugin=" + request.getPlugin() + " version="
                + request.getVersion() + (crashed ? ", after a crash" : "") + ".");
        return AttachReply.newBuilder()
                .setSession(session.id())
                .setDeployment(guard.bus.config().deployment())
                .setInstance(guard.instance)
                .setSource(guard.bus.config().instance())
                .setPool(guard.pool)
                .setGrants(grants())
                .setSettings(settings())
                .setRecovery(recovery(crashed, attachedBefore))
                .setHeartbeatIntervalMs(HEARTBEAT_MS)
                .setMaxPayload(guard.bus.capabilities().maxPayload())
                .setNowNs(guard.nowNs())
                .setActsOnReplayed(guard.bus.config().actsOnReplayed())
                .build();
    }

    private boolean isToken(String given) {
        String wanted = surroundings.token();
        return wanted != null
                && MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private RecoveryPlan recovery(boolean crashed, long attachedBefore) {
        RecoveryPlan.Builder plan =
                RecoveryPlan.newBuilder().setCrashed(crashed).setAttaches(attachedBefore);
        Snapshot last = state.last();
        if (last != null) {
            plan.setHasState(true)
                    .setStateSavedNs(last.savedNs())
                    .setStateBytes(last.bytes())
                    .setStateSha256(last.sha256());
        }
        return plan.build();
    }

    private static AttachReply refused(Refusal.Code code, String text) {
        return AttachReply.newBuilder().setRefusal(Refusals.of(code, text)).build();
    }

    /** The grants of this instance and its pool. */
    Grants grants() {
        Grants.Builder all =
                Grants.newBuilder().setEpoch(guard.book.table().epoch()).setLatched(guard.gate.isLatched());
        for (Grant grant : guard.book.grants()) {
            if (isOurs(grant.principal())) {
                all.addGrants(io.meridian.plugin.contract.proto.Grant.newBuilder()
                        .setId(grant.id())
                        .setAction(Action.valueOf(grant.action().name()))
                        .setPattern(grant.pattern().text())
                        .setDeny(grant.effect() == Effect.DENY)
                        .setExpiryNs(grant.expiryNs() == Grant.NO_EXPIRY ? 0 : grant.expiryNs()));
            }
        }
        return all.build();
    }

    private boolean isOurs(Principal principal) {
        return switch (principal) {
            case Principal.Instance(String name) -> name.equals(guard.instance);
            case Principal.Pool(var type) -> type.name().equals(guard.pool);
        };
    }

    PluginSettings settings() {
        return settings.get();
    }

    String stateName() {
        return surroundings.stateName();
    }

    RepeatMarks marks(String name) {
        return marks.computeIfAbsent(name, key -> new RepeatMarks(repeatsBeforeNs, Coverage.NONE));
    }

    /** What a snapshot begun now will hold of each subscription. */
    Map<String, Coverage> covering() {
        Map<String, Coverage> all = new HashMap<>();
        marks.forEach((name, each) -> all.put(name, each.covering(guard.nowNs())));
        return all;
    }

    /** The snapshot that holds this is stored. */
    void covered(Map<String, Coverage> stored) {
        stored.forEach((name, covered) -> marks.get(name).covered(covered));
    }

    /** Grants or the latch changed. */
    public void grantsChanged() {
        guard.shadow.clear();
        guard.observer.onGrants(guard.book.grants());
        if (session != null) {
            session.proposedChanged();
            grantWatchers.tell(grants());
        }
    }

    /** The plugin's settings changed. */
    public void settingsChanged() {
        if (session != null) {
            settingWatchers.tell(settings());
        }
    }

    /** One turn of the loop. */
    public int turn() {
        return session == null ? 0 : session.turn();
    }

    void ended(LiveSession over, String reason, boolean crashed) {
        if (over != session) {
            return;
        }
        session = null;
        grantWatchers.clear();
        settingWatchers.clear();
        over.end(reason);
        guard.observer.onDetached(reason, crashed);
        String line = "The plugin is gone: " + reason + ".";
        guard.log.line(
                crashed ? io.meridian.sidecar.SidecarLog.Level.WARN : io.meridian.sidecar.SidecarLog.Level.INFO, line);
        surroundings.detached(reason, crashed);
    }

    /** Whether the plugin still catches up on durable messages from before its attach. */
    public boolean isRecovering() {
        return session != null && session.isRecovering();
    }

    /** Whether everything published is stored. */
    public boolean isDrained() {
        return publishing.isDrained();
    }

    /** Ends the session, if there is one, and closes the publishers. */
    public void close(String reason) {
        if (session != null) {
            ended(session, reason, false);
        }
        publishing.close();
    }

    /** What the bus tells, brought to the subscription it belongs to. Some of it comes on other threads. */
    public static BusListener listener(java.util.concurrent.Executor loop, Supplier<SessionDesk> desk) {
        return new BusListener() {
            @Override
            public void onGap(Topic topic, int source, long expected, long received) {
                SubscriptionPort polled = desk.get().guard.polled;
                if (polled != null) {
                    polled.gap(topic, source, received - expected);
                }
            }

            private final Map<TopicPattern, Long> droppedBefore = new HashMap<>();
            private final LogLimit deadLetterLines = new LogLimit();

            @Override
            public void onSlowConsumer(TopicPattern pattern, long dropped) {
                SubscriptionPort polled = desk.get().guard.polled;
                if (polled != null) {
                    Long before = droppedBefore.put(pattern, dropped);
                    polled.engineDropped(before == null || before > dropped ? dropped : dropped - before);
                }
            }

            @Override
            public void onDeadLetter(Topic topic, int source, long sequence, int attempts, String reason) {
                SubscriptionPort polled = desk.get().guard.polled;
                if (polled != null) {
                    polled.buried(topic, source, sequence);
                }
                Guard guard = desk.get().guard;
                guard.observer.onDeadLetter(topic);
                if (deadLetterLines.admits(guard.nowNs())) {
                    guard.log.warn("A message became a dead letter: topic=" + topic + " source="
                            + Integer.toUnsignedString(source) + " sequence=" + sequence + " attempts=" + attempts
                            + ": " + reason);
                }
            }

            @Override
            public void onConnected(String engine) {
                connection(Notice.Kind.CONNECTED, "The bus is there again.");
            }

            @Override
            public void onConnectionLost(String engine, String reason) {
                connection(Notice.Kind.CONNECTION_LOST, "The bus is away: " + reason);
            }

            private void connection(Notice.Kind kind, String text) {
                loop.execute(() -> {
                    SessionDesk known = desk.get();
                    if (known != null && known.session != null) {
                        known.session.connection(kind, text);
                    }
                });
            }
        };
    }
}
