package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.Figure;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.WatchGrantsRequest;
import io.meridian.plugin.contract.proto.WatchSettingsRequest;
import io.meridian.sdk.Health;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.record.Kind;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A plugin and its session, from the attach to the end of either. */
final class RunningPlugin {
    private static final long USUAL_HEARTBEAT_NS = 1_000_000_000;

    private final RuntimeOptions options;
    private final Session session;
    private final Plugin plugin;
    private final StateTransfer state;
    private final SessionContext context;
    private final AttachReply attached;
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private final Runnable saveIfDue;
    private final long heartbeatIntervalNs;
    private long heartbeatNs;
    private boolean heartbeatUnderWay;

    RunningPlugin(RuntimeOptions options, Session session, AttachReply attached) {
        this.options = options;
        this.session = session;
        this.attached = attached;
        heartbeatIntervalNs = attached.getHeartbeatIntervalMs() == 0
                ? USUAL_HEARTBEAT_NS
                : attached.getHeartbeatIntervalMs() * 1_000_000L;
        plugin = options.plugin().get();
        session.begin(plugin, attached.getMaxPayload(), attached.getActsOnReplayed());
        state = new StateTransfer(session);
        saveIfDue = state::saveIfDue;
        context = new SessionContext(
                session,
                attached.getInstance(),
                attached.getDeployment(),
                state,
                handedOver,
                attached.getSettings().getValuesMap());
    }

    Plugin plugin() {
        return plugin;
    }

    Session session() {
        return session;
    }

    long snapshots() {
        return state.saves();
    }

    void start() {
        // Wrong settings must show at once, with all that is wrong, and not when they are first used.
        try {
            SettingsBinder.bind(
                    options.manifest().settings(), attached.getSettings().getValuesMap());
        } catch (IllegalArgumentException wrong) {
            throw new HopelessException(wrong.getMessage());
        }
        plugin.attach(context);
        watch();
        StateTransfer.Kept kept = attached.getRecovery().getHasState() ? state.load() : null;
        session.clock().begin();
        seesStart(kept);
        try {
            if (kept != null) {
                kept.giveTo(plugin);
            }
            plugin.onStart();
        } catch (LinkLostException lost) {
            throw lost;
        } catch (RuntimeException | Error failure) {
            session.notes().threw(failure);
            throw failure;
        } finally {
            session.clock().end();
        }
        heartbeat();
    }

    private void seesStart(StateTransfer.Kept kept) {
        if (session.notes().recorder() == null) {
            return;
        }
        Manifest manifest = options.manifest();
        session.notes()
                .sees(
                        Kind.STARTED,
                        manifest.id(),
                        manifest.version(),
                        plugin.getClass().getName(),
                        manifest.digest(),
                        attached.getInstance(),
                        attached.getDeployment(),
                        SettingsBinder.withoutSecrets(
                                manifest.settings(), attached.getSettings().getValuesMap()),
                        kept != null,
                        kept == null ? 0 : kept.format(),
                        kept == null ? new byte[0] : kept.bytes());
    }

    private void watch() {
        long[] grantsEpoch = {attached.getGrants().getEpoch()};
        session.stream(
                Method.WATCH_GRANTS, WatchGrantsRequest.getDefaultInstance().toByteArray(), (end, body) -> {
                    Grants grants = SessionCalls.parse(Grants::parseFrom, body);
                    boolean others = grants.getEpoch() != grantsEpoch[0];
                    if (others || grants.getLatched() != attached.getGrants().getLatched()) {
                        grantsEpoch[0] = grants.getEpoch();
                        session.topics().grantsChanged(grants.getLatched(), others);
                    }
                });
        long[] settingsEpoch = {attached.getSettings().getEpoch()};
        session.stream(
                Method.WATCH_SETTINGS, WatchSettingsRequest.getDefaultInstance().toByteArray(), (end, body) -> {
                    PluginSettings settings = SessionCalls.parse(PluginSettings::parseFrom, body);
                    if (settings.getEpoch() != settingsEpoch[0]) {
                        settingsEpoch[0] = settings.getEpoch();
                        session.later(() -> changeSettings(settings.getValuesMap()));
                    }
                });
    }

    private void changeSettings(Map<String, String> values) {
        try {
            SettingsBinder.bind(options.manifest().settings(), values);
        } catch (IllegalArgumentException wrong) {
            session.ownLog().error("the new settings are wrong and not used", "why", wrong.getMessage());
            return;
        }
        context.settings(values);
        session.notes()
                .sees(
                        Kind.SETTINGS,
                        SettingsBinder.withoutSecrets(options.manifest().settings(), values));
        plugin.onSettings();
    }

    int work() {
        session.waiting().checkLife();
        int work = session.work();
        for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
            session.run("task", task);
            work++;
        }
        if (session.notes().recorder() != null) {
            session.notes().recorder().flushIfDue(options.monotonic().nanoTime());
        }
        if (options.monotonic().nanoTime() - heartbeatNs >= heartbeatIntervalNs && !heartbeatUnderWay) {
            heartbeat();
        }
        session.run("save state", saveIfDue);
        return work;
    }

    private void heartbeat() {
        heartbeatNs = options.monotonic().nanoTime();
        Health[] health = {Health.sick("health() threw")};
        session.run("health", () -> {
            session.notes().sees(Kind.HEALTH);
            health[0] = plugin.health();
            session.notes().said(Kind.IS, health[0].state().name(), health[0].reason());
        });
        HeartbeatRequest.Builder request = HeartbeatRequest.newBuilder()
                .setHealth(
                        switch (health[0].state()) {
                            case HEALTHY -> io.meridian.plugin.contract.proto.Health.HEALTHY;
                            case DEGRADED -> io.meridian.plugin.contract.proto.Health.DEGRADED;
                            case SICK -> io.meridian.plugin.contract.proto.Health.SICK;
                        })
                .setReason(health[0].reason());
        context.figures()
                .forEach((name, value) ->
                        request.addFigures(Figure.newBuilder().setName(name).setValue(value)));
        long call = session.link().nextCall();
        session.expect(call, (end, body) -> {
            session.forget(call);
            heartbeatUnderWay = false;
            HeartbeatReply reply = SessionCalls.parse(HeartbeatReply::parseFrom, body);
            if (reply.getSnapshotWanted()) {
                state.request();
            }
        });
        heartbeatUnderWay = session.link()
                .call(call, Method.HEARTBEAT, true, request.build().toByteArray());
        if (!heartbeatUnderWay) {
            session.forget(call);
        }
    }

    /** Ends in good order. */
    void end() {
        try {
            session.run("stop", () -> {
                session.notes().sees(Kind.STOP);
                plugin.onStop();
            });
            session.run("save state", state::saveAndWait);
            leave("stopped", false);
        } catch (LinkLostException lost) {
            options.listener().onLost(lost.getMessage());
        } finally {
            session.link().close();
        }
    }

    /** Says goodbye, and waits a little for the answer. */
    void leave(String reason, boolean failed) {
        try {
            session.topics().settleHandled();
            boolean[] answered = {false};
            byte[] body = LeaveRequest.newBuilder()
                    .setReason(reason)
                    .setFailed(failed)
                    .build()
                    .toByteArray();
            session.call(Method.LEAVE, body, (end, bytes) -> answered[0] = true);
            session.waiting().await(() -> answered[0], "LEAVE");
        } catch (IllegalStateException | LinkLostException unheard) {
            options.listener().onLost("the sidecar did not answer the goodbye: " + unheard.getMessage());
        }
    }

    /** The sidecar is lost: the plugin gives back what it holds outside. */
    void lose(String why) {
        session.link().close();
        session.clock().begin();
        session.notes().sees(Kind.LOST, why);
        try {
            plugin.onStop();
        } catch (LinkLostException expected) {
            // It tried to use what is lost.
        } catch (RuntimeException | Error failure) {
            session.notes().threw(failure);
            options.listener().onHandlerFailure("stop", failure);
        }
    }
}
