package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.sdk.Log;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.record.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.concurrent.Agent;

/**
 * Runs one plugin beside its sidecar: attaches, recovers its state, feeds it, keeps its state, and begins anew with a new
 * instance when the sidecar was lost. A loop that any thread can run, but always the same one.
 */
public final class PluginRuntime implements Agent {
    private static final long FIRST_RETRY_MS = 20;
    private static final long MAX_RETRY_MS = 1000;
    private static final long STALE_MS = 1500;
    /** A sidecar writes a new token whenever it takes a plugin; one that it refused so often is not its own. */
    private static final int SAME_TOKEN = 5;

    private final RuntimeOptions options;
    private volatile boolean stopAsked;
    private volatile boolean stopped;
    private volatile RunningPlugin running;
    private volatile SidecarLink linked;
    private final Recorder recorder;
    private Throwable failure;
    private long retryAtMs;
    private long retryMs = FIRST_RETRY_MS;
    private String lastComplaint = "";
    private long attaches;
    private String refusedToken = "";
    private int sameToken;

    /** @throws io.meridian.sdk.record.RecordingException when a recording is asked for and cannot be begun */
    public PluginRuntime(RuntimeOptions options) {
        this.options = options;
        recorder = options.recording() == null
                ? null
                : Recorder.create(
                        options.recording(), text -> options.listener().onLine(Log.Level.ERROR, text));
    }

    @Override
    public String roleName() {
        return options.manifest().id();
    }

    /** The instance that works now; null while there is no sidecar. */
    public Plugin plugin() {
        RunningPlugin now = running;
        return now == null ? null : now.plugin();
    }

    /** Whether the plugin is attached and was started. */
    public boolean isAttached() {
        return running != null;
    }

    /** Whether it is attached, and the sidecar answered for every subscription: what is published now reaches it. */
    public boolean isReady() {
        RunningPlugin now = running;
        return now != null && now.session().topics().isSettledIn();
    }

    /** How often it was attached. */
    public long attaches() {
        return attaches;
    }

    /** Snapshots of this attach that the sidecar has stored. */
    public long snapshots() {
        RunningPlugin now = running;
        return now == null ? 0 : now.snapshots();
    }

    /** When the next timer is due, epoch nanoseconds; {@code Long.MAX_VALUE} when there is none. For who drives the clock. */
    public long nextTimerNs() {
        RunningPlugin now = running;
        return now == null ? Long.MAX_VALUE : now.session().timers().nextDueNs();
    }

    /** Asks it to end in good order at its next step. From any thread. */
    public void stop() {
        stopAsked = true;
    }

    /** Whether it ended, after {@link #stop} or because it could not start. */
    public boolean isStopped() {
        return stopped;
    }

    /** Why it could not start; null when it could. */
    public Throwable failure() {
        return failure;
    }

    /**
     * Gives a sign of life for a plugin that is slow to start, or whose handler is slow. From a thread of its own, beside the
     * one that works.
     */
    public void beat() {
        SidecarLink now = linked;
        if (now != null) {
            now.beat(nowMs());
        }
    }

    @Override
    public int doWork() {
        if (stopped) {
            return 0;
        }
        RunningPlugin now = running;
        try {
            if (stopAsked) {
                end(now);
                return 1;
            }
            if (now != null) {
                return now.work();
            }
            return nowMs() >= retryAtMs ? attach() : 0;
        } catch (LinkLostException lost) {
            lose(running, lost.getMessage());
            return 1;
        } catch (HopelessException hopeless) {
            failure = hopeless;
            stopped();
            options.listener().onLine(Log.Level.ERROR, "the plugin cannot run: " + hopeless.getMessage());
            return 1;
        }
    }

    private void end(RunningPlugin now) {
        if (now != null) {
            now.end();
            running = null;
        }
        stopped();
    }

    private void stopped() {
        if (recorder != null) {
            recorder.close();
        }
        stopped = true;
    }

    private void lose(RunningPlugin lost, String why) {
        running = null;
        options.listener().onLost(why);
        options.listener().onLine(Log.Level.WARN, "lost the sidecar: " + why + "; attaching again");
        if (lost != null) {
            lost.lose(why);
        }
        retryMs = FIRST_RETRY_MS;
        retryAtMs = nowMs() + retryMs;
    }

    private int attach() {
        SidecarLink link = null;
        boolean kept = false;
        try {
            String token =
                    Files.readString(file("token"), StandardCharsets.US_ASCII).strip();
            AttachMemory memory = AttachMemory.open(file("attach.ring"));
            Session session = new Session(options, recorder);
            link = new SidecarLink(memory, ProcessHandle.current().pid(), nowMs(), session);
            linked = link;
            long beat = memory.heartbeat(Side.SIDECAR);
            if (memory.isGone(Side.SIDECAR) || beat != 0 && nowMs() - beat > STALE_MS) {
                return retry("the attach file is that of a sidecar that is gone");
            }
            session.begin(link);
            AttachReply reply = call(session, token);
            if (reply.hasRefusal()) {
                return refused(reply.getRefusal(), token);
            }
            retryMs = FIRST_RETRY_MS;
            lastComplaint = "";
            attaches++;
            kept = start(session, reply);
            return 1;
        } catch (NoSuchFileException absent) {
            return retry("there is no sidecar at folder=" + options.folder() + " that takes a plugin now");
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            return retry(e.getMessage());
        } finally {
            if (!kept && link != null) {
                linked = null;
                link.close();
            }
        }
    }

    private Path file(String name) {
        return options.folder().resolve(name);
    }

    private AttachReply call(Session session, String token) {
        byte[] body = AttachRequest.newBuilder()
                .setContractVersion(1)
                .setToken(token)
                .setPlugin(options.manifest().id())
                .setVersion(options.manifest().version())
                .setLanguage("java " + Runtime.version().feature())
                .addAllPublishes(options.manifest().publishes())
                .addAllSubscribes(options.manifest().subscribes())
                .addAllRequests(options.manifest().requests())
                .setState(
                        options.manifest().state() == io.meridian.sdk.annotation.StatePolicy.SNAPSHOT
                                ? StatePolicy.SNAPSHOT
                                : StatePolicy.NONE)
                .setManifest(options.manifest().yaml())
                .build()
                .toByteArray();
        AttachReply[] reply = new AttachReply[1];
        long call = session.call(
                Method.ATTACH, body, (end, bytes) -> reply[0] = SessionCalls.parse(AttachReply::parseFrom, bytes));
        session.waiting().await(() -> reply[0] != null, "ATTACH");
        session.forget(call);
        return reply[0];
    }

    /** @return whether it goes on; if not, it failed for good */
    private boolean start(Session session, AttachReply reply) {
        RunningPlugin started = new RunningPlugin(options, session, reply);
        try {
            started.start();
        } catch (LinkLostException lost) {
            started.lose(lost.getMessage());
            throw lost;
        } catch (HopelessException wrong) {
            started.leave(wrong.getMessage(), true);
            throw wrong;
        } catch (RuntimeException | Error wrong) {
            failure = wrong;
            options.listener().onHandlerFailure("start", wrong);
            options.listener().onLine(Log.Level.ERROR, "the plugin did not start: " + wrong);
            started.leave("did not start: " + wrong, true);
            stopped();
            return false;
        }
        running = started;
        options.listener().onAttached(reply.getInstance());
        return true;
    }

    /** Tries again later what goes away by itself, and gives up on the rest. */
    private int refused(Refusal refusal, String token) {
        sameToken = token.equals(refusedToken) ? sameToken + 1 : 1;
        refusedToken = token;
        boolean passes = switch (refusal.getCode()) {
            case NOT_READY, ALREADY_ATTACHED, NO_SESSION, NOT_CONNECTED, BACK_PRESSURED, RATE_LIMITED, TIMED_OUT ->
                true;
            case TOKEN_REFUSED -> sameToken < SAME_TOKEN;
            default -> false;
        };
        if (!passes) {
            throw new HopelessException("the sidecar refused it with " + refusal.getCode() + ": " + refusal.getText());
        }
        return retry("the sidecar refused: " + refusal.getText());
    }

    private int retry(String complaint) {
        if (!Objects.equals(complaint, lastComplaint)) {
            lastComplaint = complaint;
            options.listener().onLine(Log.Level.INFO, "waiting for the sidecar: " + complaint);
        }
        retryAtMs = nowMs() + retryMs;
        retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
        return 0;
    }

    private long nowMs() {
        return options.monotonic().nanoTime() / 1_000_000;
    }

    /** Ends as after {@link #stop}. For the thread that works. */
    @Override
    public void onClose() {
        stop();
        doWork();
    }
}
