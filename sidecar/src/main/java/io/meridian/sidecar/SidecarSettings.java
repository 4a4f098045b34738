package io.meridian.sidecar;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of a sidecar. */
public final class SidecarSettings {
    /** What the loop does when there is nothing to do. */
    public enum Idle {
        /** Parks, at most {@link #IDLE_PARK} at a time. */
        PARK,
        /** Never sleeps: the shortest way, for a processor of its own. */
        SPIN
    }

    public static final Setting<Path> DIR =
            Setting.path("sidecar.dir", "Folder that the sidecar and its plugin share. Only its owner may enter it.");

    public static final Setting<Path> ATTACH_DIR = Setting.path(
                    "sidecar.attach.dir",
                    "Folder with nothing but the way in, for a plugin that must not see the rest, such as one in a"
                            + " container of its own. Its group may use what is in it. The plugin is then taken for"
                            + " dead by its silence alone.")
            .optional("sidecar.dir");

    public static final Setting<String> INSTANCE = Setting.text(
                    "sidecar.instance", "Name of the plugin instance this sidecar guards, as grants name it.")
            .check(name -> name.matches("[A-Za-z0-9_-]{1,32}"), "must be 1 to 32 letters, digits, '_' or '-'");

    public static final Setting<String> POOL = Setting.text(
                    "sidecar.pool", "Pool type of the instance, such as SIGNAL, as grants name it.")
            .check(name -> name.matches("[A-Z][A-Z0-9_-]{0,31}"), "must be a pool type such as SIGNAL");

    public static final Setting<Idle> IDLE = Setting.choice(
                    "sidecar.idle",
                    Idle.class,
                    "What the sidecar's loop does when idle. spin wants a processor of its own.")
            .defaultsTo(Idle.PARK);

    public static final Setting<Duration> IDLE_PARK = Setting.duration(
                    "sidecar.idle.park",
                    "The longest that an idle loop sleeps before it looks again. Once nothing has come for a second,"
                            + " twice that.")
            .defaultsTo(Duration.ofMillis(4))
            .between(Duration.ofNanos(1_000), Duration.ofMillis(50));

    public static final Setting<Long> RING_TO_SIDECAR = Setting.bytes(
                    "sidecar.ring.to-sidecar",
                    "Shared memory for what the plugin sends. The largest message is an eighth of it.")
            .defaultsTo(1L << 20)
            .powerOfTwo()
            .between(64L << 10, 1L << 30);

    public static final Setting<Long> RING_TO_PLUGIN = Setting.bytes(
                    "sidecar.ring.to-plugin",
                    "Shared memory for what the plugin receives. The largest message is an eighth of it.")
            .defaultsTo(1L << 20)
            .powerOfTwo()
            .between(64L << 10, 1L << 30);

    public static final Setting<Duration> SILENCE = Setting.duration(
                    "sidecar.silence", "A plugin without a sign of life for so long is taken for dead.")
            .defaultsTo(Duration.ofSeconds(1))
            .between(Duration.ofMillis(300), Duration.ofMinutes(10));

    public static final Setting<Duration> DRAIN = Setting.duration(
                    "sidecar.drain", "How long a sidecar or a plugin that ends may take to finish what is in flight.")
            .defaultsTo(Duration.ofSeconds(5));

    public static final Setting<Integer> MAX_TOPICS = Setting.integer(
                    "sidecar.max.topics", "How many topics the plugin may publish on, and how many it may receive.")
            .defaultsTo(10_000)
            .between(1, 1_000_000);

    public static final Setting<Integer> MAX_SUBSCRIPTIONS = Setting.integer(
                    "sidecar.max.subscriptions", "How many subscriptions and responders the plugin may have open.")
            .defaultsTo(256)
            .between(1, 10_000);

    public static final Setting<Integer> QUEUE = Setting.integer(
                    "sidecar.queue",
                    "How many messages wait for a plugin that is busy, for each lossy subscription, before they are"
                            + " dropped.")
            .defaultsTo(1024)
            .between(1, 1_000_000);

    public static final Setting<Integer> MAX_IN_FLIGHT = Setting.integer(
                    "sidecar.max.in-flight",
                    "How many delivered durable messages of a subscription may be undecided, unless the plugin asks"
                            + " for another number.")
            .defaultsTo(1024)
            .between(1, 65_536);

    public static final Setting<Integer> MAX_ATTEMPTS = Setting.integer(
                    "sidecar.max.attempts",
                    "How often a durable message is delivered before it becomes a dead letter, unless the plugin asks"
                            + " for another number.")
            .defaultsTo(5)
            .between(1, 1000);

    public static final Setting<Integer> SNAPSHOT_WINDOW = Setting.integer(
                    "sidecar.snapshot.window",
                    "How many settled messages of a subscription may wait for a snapshot to cover them. At a quarter"
                            + " of it the plugin is asked for one; when it is full, delivery waits for one.")
            .defaultsTo(65_536)
            .between(16, 1_000_000);

    public static final Setting<Long> MAX_STATE = Setting.bytes(
                    "sidecar.max.state", "The largest state a plugin may keep.")
            .defaultsTo(256L << 20)
            .between(1L << 10, 1L << 30);

    public static final Setting<Duration> LEASE = Setting.duration(
                    "sidecar.lease",
                    "How long it goes on without a word from a manager that leads. Then it ends, since another may have"
                            + " started the same instance elsewhere.")
            .optional("it goes on for ever; the managers of a cluster set 10 s")
            .between(Duration.ofMillis(500), Duration.ofMinutes(10));

    /** All of them. Those without a default are needed only where a sidecar runs. */
    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Sidecar",
            DIR,
            ATTACH_DIR,
            INSTANCE,
            POOL,
            IDLE,
            IDLE_PARK,
            RING_TO_SIDECAR,
            RING_TO_PLUGIN,
            SILENCE,
            DRAIN,
            MAX_TOPICS,
            MAX_SUBSCRIPTIONS,
            QUEUE,
            MAX_IN_FLIGHT,
            MAX_ATTEMPTS,
            SNAPSHOT_WINDOW,
            MAX_STATE,
            LEASE);

    private SidecarSettings() {}
}
