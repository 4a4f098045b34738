package io.meridian.conformance.stage;

import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What stands around a checked plugin: its sidecar, played or real, and the platform behind that. Remembers all that the
 * plugin does, and brings about what may happen to it. Every method may be called by any thread.
 */
public abstract class Stage implements AutoCloseable {
    private final List<Seen.Attach> attaches = new ArrayList<>();
    private final List<Seen.Heartbeat> heartbeats = new ArrayList<>();
    private final List<Seen.Published> published = new ArrayList<>();
    private final List<Seen.Saved> saves = new ArrayList<>();
    private final List<LeaveRequest> leaves = new ArrayList<>();
    private final List<Watched> subscriptions = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private int loads;
    private int openings;

    /** Makes one for a plugin, around an empty folder with a short path. */
    @FunctionalInterface
    public interface Maker {
        Stage make(io.meridian.conformance.Subject subject, Path folder);
    }

    // What may happen to a plugin.

    /** A sidecar begins, or begins again after {@link #vanish}, and takes the plugin. */
    public abstract void appear();

    /** The sidecar is lost. */
    public abstract void vanish();

    /** The plugin's process was killed: makes ready for the next one. */
    public abstract void pluginDied();

    /** Publishes a message to whoever reads its topic. Gives how many subscriptions that are. */
    public abstract int deliver(Delivery message);

    /** Brings the plugin to be asked for a snapshot. False when that cannot be brought about. */
    public abstract boolean wantSnapshot();

    /** The plugin's settings are told anew. */
    public abstract void settings(Map<String, String> settings);

    /** The plugin's grants change, but not for the topics that it uses. */
    public abstract void changeGrants();

    /** The kill latch is set. */
    public abstract void stopTrading();

    /** Takes all subscriptions away, and grants none from now on. */
    public abstract void revokeSubscriptions();

    /** Refuses from now on what is published, for this reason. False when that cannot be brought about. */
    public abstract boolean refusePublishing(Refusal.Code code);

    /** Takes what is published again. */
    public abstract void takePublishing();

    @Override
    public abstract void close();

    // What was seen.

    /** Waits until a condition over what it saw holds. False when it did not in time. */
    public final synchronized boolean await(long timeoutMs, BooleanSupplier condition) {
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

    /** Reads what it saw; the function must not keep what it is given. */
    public final synchronized <T> T look(Function<Stage, T> look) {
        return look.apply(this);
    }

    public final synchronized List<Seen.Attach> attaches() {
        return List.copyOf(attaches);
    }

    public final synchronized List<Seen.Heartbeat> heartbeats() {
        return List.copyOf(heartbeats);
    }

    public final synchronized List<Seen.Published> published() {
        return List.copyOf(published);
    }

    public final synchronized List<Seen.Saved> saves() {
        return List.copyOf(saves);
    }

    public final synchronized List<LeaveRequest> leaves() {
        return List.copyOf(leaves);
    }

    /** Calls that were made without being attached. */
    public final synchronized List<String> strays() {
        return List.copyOf(strays);
    }

    /** How often state was read back. */
    public final synchronized int loads() {
        return loads;
    }

    /** Those that are open now. */
    public final synchronized List<Watched> open() {
        return subscriptions.stream().filter(each -> !each.isClosed()).toList();
    }

    /** How often one was opened, or was to be. */
    public final synchronized int openings() {
        return openings;
    }

    /** What the plugin did wrong with its subscriptions. */
    public final synchronized List<String> violations() {
        return subscriptions.stream()
                .filter(each -> each.violation() != null)
                .map(each -> each.pattern() + ": " + each.violation())
                .toList();
    }

    /** Sums over the open subscriptions. */
    public final synchronized Seen.Progress progress(boolean durableOnly) {
        long delivered = 0;
        long left = 0;
        List<Seen.Settled> verdicts = new ArrayList<>();
        for (Watched each : open()) {
            if (!durableOnly || each.isDurable()) {
                delivered += each.deliveries();
                left += each.left();
                verdicts.addAll(each.verdicts());
            }
        }
        return new Seen.Progress(delivered, delivered - left, verdicts);
    }

    // What its parts tell it.

    /** @param refusal null when it was let in */
    public final synchronized void sawAttach(AttachRequest request, Refusal refusal) {
        attaches.add(new Seen.Attach(request, refusal, System.nanoTime()));
        notifyAll();
    }

    public final synchronized void sawHeartbeat(HeartbeatRequest request) {
        heartbeats.add(new Seen.Heartbeat(request, System.nanoTime()));
        notifyAll();
    }

    public final synchronized void sawPublished(Seen.Published message) {
        published.add(message);
        notifyAll();
    }

    public final synchronized void sawSaved(byte[] state, int format) {
        saves.add(new Seen.Saved(state, format, System.nanoTime()));
        notifyAll();
    }

    public final synchronized void sawLoad() {
        loads++;
        notifyAll();
    }

    public final synchronized void sawLeave(LeaveRequest request) {
        leaves.add(request);
        notifyAll();
    }

    public final synchronized void sawStray(String call) {
        strays.add(call);
        notifyAll();
    }

    /** @param subscription null when it was refused */
    public final synchronized void sawOpen(Watched subscription) {
        openings++;
        if (subscription != null) {
            subscriptions.add(subscription);
        }
        notifyAll();
    }

    /** The plugin is out: its subscriptions are over. */
    public final synchronized void sawEnd() {
        subscriptions.forEach(Watched::close);
        notifyAll();
    }
}
