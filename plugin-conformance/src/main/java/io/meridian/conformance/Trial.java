package io.meridian.conformance;

import com.google.protobuf.ByteString;
import io.meridian.conformance.stage.Patterns;
import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.conformance.stage.Running;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Stage;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One check's plugin and the sidecar that is played to it. */
public final class Trial implements AutoCloseable {
    /** Within this, a plugin has started and is in. Long, since a machine may be busy. */
    public static final long START_MS = 15_000;

    /** Within this, a plugin has done what takes it no time. */
    public static final long SOON_MS = 5_000;

    private final Subject subject;
    private final Path folder;
    private final Stage stage;
    private boolean set;
    private Running process;

    Trial(Subject subject, Path folder, Stage stage) {
        this.subject = subject;
        this.folder = folder;
        this.stage = stage;
    }

    public Subject subject() {
        return subject;
    }

    public Stage platform() {
        return stage;
    }

    /** For what only a played sidecar can do. */
    PlayedPlatform played() {
        skipUnless(stage instanceof PlayedPlatform, "it takes a played sidecar");
        return (PlayedPlatform) stage;
    }

    Running process() {
        return process;
    }

    /** Sets up the sidecar and starts the plugin. */
    void start() {
        if (!set) {
            set = true;
            try {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make folder=" + folder + ": " + e.getMessage(), e);
            }
            stage.appear();
        }
        process = subject.launcher().start(folder, folder.resolve("plugin.log"));
    }

    /** Starts the plugin, and waits until it is in, has subscribed, and says that it is well. */
    Trial started() {
        start();
        awaitAttaches(1);
        awaitSubscribed();
        await(START_MS, this::isHealthy, "it never said in a heartbeat that it is HEALTHY");
        return this;
    }

    void awaitAttaches(int count) {
        await(
                START_MS,
                () -> stage.attaches().size() >= count,
                () -> "it attached " + stage.attaches().size() + " times, and should have " + count + " times");
    }

    /** Waits until every declared pattern is subscribed to, as it stands or in parts. */
    void awaitSubscribed() {
        await(
                START_MS,
                () -> subject.subscribes().stream().allMatch(this::isSubscribed),
                "it did not subscribe to " + subject.subscribes());
    }

    private boolean isSubscribed(String declared) {
        return stage.open().stream()
                .anyMatch(open -> open.pattern().equals(declared)
                        || Patterns.covers(declared, open.pattern())
                        || Patterns.covers(open.pattern(), declared));
    }

    boolean isHealthy() {
        return !stage.heartbeats().isEmpty()
                && stage.heartbeats().getLast().request().getHealth() == Health.HEALTHY;
    }

    /** It lives, and says so: another heartbeat comes, without a complaint. */
    void requireAlive(String after) {
        int before = stage.heartbeats().size();
        await(SOON_MS, () -> stage.heartbeats().size() >= before + 2, "after " + after + " no heartbeats came");
        require(process.isAlive(), "after " + after + " its process ended");
        Health health = stage.heartbeats().getLast().request().getHealth();
        require(health == Health.HEALTHY || health == Health.DEGRADED, "after " + after + " it says it is " + health);
    }

    void await(long timeoutMs, BooleanSupplier condition, String complaint) {
        await(timeoutMs, condition, () -> complaint);
    }

    /** @param complaint made when it was waited for in vain, so that it tells how things were then */
    void await(long timeoutMs, BooleanSupplier condition, Supplier<String> complaint) {
        boolean held = stage.await(timeoutMs, () -> condition.getAsBoolean() || hasEnded());
        if (!held || !condition.getAsBoolean()) {
            String ended = hasEnded() ? "; its process ended with " + process.exitCode() : "";
            throw new CheckFailedException(complaint.get() + " (within " + timeoutMs + " ms)" + ended, false);
        }
    }

    /** Waits until there are so many, for as long as more come: that a machine is slow is no fault of the plugin. */
    void awaitCount(long wanted, LongSupplier count, Supplier<String> complaint) {
        while (count.getAsLong() < wanted) {
            long before = count.getAsLong();
            await(2 * SOON_MS, () -> count.getAsLong() > before, complaint);
        }
    }

    private boolean hasEnded() {
        return process != null && !process.isAlive();
    }

    /** Lets time pass in which something must not happen. */
    void pass(long ms) {
        stage.await(ms, () -> false);
    }

    void require(boolean condition, String complaint) {
        if (!condition) {
            throw new CheckFailedException(complaint, false);
        }
    }

    void skipUnless(boolean concerned, String why) {
        if (!concerned) {
            throw new CheckFailedException(why, true);
        }
    }

    /** The subscription to try messages on: a durable one when there is one. */
    Watched subscription() {
        List<Watched> open = stage.open();
        skipUnless(!open.isEmpty(), "it reads nothing");
        return open.stream().filter(Watched::isDurable).findFirst().orElse(open.getFirst());
    }

    Watched durable() {
        Watched subscription = subscription();
        skipUnless(subscription.isDurable(), "it reads nothing that is durable");
        return subscription;
    }

    /** A message as the plugin expects it on that subscription. */
    Delivery.Builder sample(Watched subscription) {
        return Samples.of(Samples.topic(subscription.pattern()));
    }

    /** Bytes of an unknown schema on that subscription. */
    Delivery.Builder bytes(Watched subscription, int schema, byte[] payload) {
        return Delivery.newBuilder()
                .setHead(MessageHead.newBuilder()
                        .setTopic(Samples.topic(subscription.pattern()))
                        .setSchemaId(schema)
                        .setSchemaVersion(1)
                        .setTsEvent(PlayedPlatform.nowNs()))
                .setPayload(ByteString.copyFrom(payload));
    }

    /** Waits until all that was delivered on durable subscriptions is settled. */
    void awaitSettled(String what) {
        await(
                SOON_MS,
                () -> {
                    var progress = stage.progress(true);
                    return progress.settled() == progress.delivered();
                },
                what + " was not settled");
    }

    /** All that was settled is done with, and nothing was sent back. */
    void requireDone(String what) {
        for (Seen.Settled settled : stage.progress(true).verdicts()) {
            require(
                    settled.settle().getVerdict() == Verdict.DONE,
                    what + " was settled with " + settled.settle().getVerdict() + " "
                            + settled.settle().getReason());
        }
    }

    String outputOfPlugin() {
        if (process == null) {
            return "";
        }
        String output = process.output().strip();
        return output.isEmpty()
                ? ""
                : "\nThe plugin wrote:\n" + output.indent(4).stripTrailing();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        stage.close();
    }
}
