package io.meridian.bus.aeron;

import io.aeron.ChannelUri;
import io.meridian.bus.aeron.AeronOptions.DriverPlace;
import io.meridian.bus.aeron.AeronOptions.Idle;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Declares the settings of this engine and reads them. */
final class AeronSettings {
    static final Setting<DriverPlace> DRIVER = Setting.choice(
                    "aeron.driver",
                    DriverPlace.class,
                    "Whether the media driver runs inside this process or in another one, such as AeronDriver."
                            + " Processes that are to see each other's messages share one driver.")
            .defaultsTo(DriverPlace.EMBEDDED);

    static final Setting<Path> DIR = Setting.path(
                    "aeron.dir",
                    "Folder of the media driver's shared memory. Everyone who uses one driver names the same folder.")
            .optional("a folder under /dev/shm named by deployment, and by process when the driver is embedded");

    static final Setting<String> CHANNEL = Setting.text(
                    "aeron.channel",
                    "Channel of the fast profile as the publisher names it: aeron:ipc, aeron:udp?endpoint=host:port"
                            + " (unicast), or aeron:udp?control=host:port|control-mode=dynamic (one to many). The"
                            + " subscriber's side is derived.")
            .defaultsTo("aeron:ipc")
            .check(AeronSettings::isChannel, "must be an Aeron channel, aeron:ipc or aeron:udp?...");

    static final Setting<Integer> LANES = Setting.integer(
                    "aeron.lanes",
                    "Number of streams the topics of a profile are spread over. Equal in all processes of a"
                            + " deployment.")
            .defaultsTo(4)
            .powerOfTwo()
            .between(1, StreamIds.MAX_LANES);

    static final Setting<Long> TERM_LENGTH = Setting.bytes(
                    "aeron.term.length",
                    "Length of one term. A publishing thread takes three terms for each lane and profile it publishes"
                        + " on, and so does a durable subscription for each recording it follows. The largest message"
                        + " is an eighth of it.")
            .defaultsTo(1L << 20)
            .powerOfTwo()
            .between(64L << 10, 1L << 30);

    static final Setting<Long> MTU = Setting.bytes(
                    "aeron.mtu",
                    "Longest piece in shared memory. Messages that fit are written in place; longer ones are cut and"
                            + " put together.")
            .defaultsTo(8L << 10)
            .between(1L << 10, 65_504L)
            .check(mtu -> mtu % 32 == 0, "must be a multiple of 32");

    static final Setting<Idle> IDLE = Setting.choice(
                    "aeron.idle",
                    Idle.class,
                    "What the threads of driver and archive do when idle. spin wants a processor for each.")
            .defaultsTo(Idle.BACKOFF);

    static final Setting<Path> ARCHIVE_DIR = Setting.path(
                    "aeron.archive.dir", "Folder of the recordings of the durable profile. One driver owns it.")
            .optional("~/.meridian/aeron/{deployment}/archive");

    static final Setting<Long> SEGMENT_LENGTH = Setting.bytes(
                    "aeron.archive.segment.length",
                    "Length of one file of a recording; also the step in which old messages are removed. At least one"
                            + " term.")
            .defaultsTo(16L << 20)
            .powerOfTwo()
            .between(64L << 10, 1L << 30);

    static final Setting<Integer> SYNC = Setting.integer(
                    "aeron.archive.sync",
                    "0: the archive writes and leaves forcing to the operating system (acknowledged means STORED). 1:"
                            + " it forces data to disk before it acknowledges (FSYNCED). 2: and the files' metadata.")
            .defaultsTo(0)
            .between(0, 2);

    static final Setting<Long> RETENTION_BYTES = Setting.bytes(
                    "aeron.retention.bytes",
                    "Most bytes of recordings kept per deployment; the oldest go first, a file at a time. 0 keeps all.")
            .defaultsTo(0L)
            .atLeast(0L);

    static final Setting<Duration> RETENTION_AGE = Setting.duration(
                    "aeron.retention.age", "Recordings that ended longer ago are removed. 0 keeps all.")
            .defaultsTo(Duration.ZERO)
            .atLeast(Duration.ZERO);

    static final Setting<Duration> LOSSY_STALL = Setting.duration(
                    "aeron.lossy.stall",
                    "How long a lossy subscriber may hold a publisher up before it is passed over.")
            .defaultsTo(Duration.ofMillis(50))
            .between(Duration.ofMillis(1), Duration.ofSeconds(10));

    static final Setting<Duration> LOSSY_REST = Setting.duration(
                    "aeron.lossy.rest",
                    "How long a lossy subscriber that was passed over stays out before it joins again.")
            .defaultsTo(Duration.ofMillis(100))
            .between(Duration.ofMillis(1), Duration.ofSeconds(60));

    static final Setting<Duration> DRIVER_TIMEOUT = Setting.duration(
                    "aeron.driver.timeout", "A driver that gave no sign of life for so long counts as dead.")
            .defaultsTo(Duration.ofSeconds(2))
            .between(Duration.ofMillis(500), Duration.ofSeconds(60));

    static final Setting<Path> CURSOR_DIR = Setting.path(
                    "aeron.cursor.dir", "Folder of the read positions of named subscriptions, one small file each.")
            .optional("the folder cursors beside the archive's");

    static final Setting<Duration> CURSOR_INTERVAL = Setting.duration(
                    "aeron.cursor.interval",
                    "How often a changed read position is written; a process that is killed repeats at most this much.")
            .defaultsTo(Duration.ofMillis(100))
            .between(Duration.ofMillis(1), Duration.ofSeconds(60));

    static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
                    "Aeron",
                    DRIVER,
                    DIR,
                    CHANNEL,
                    LANES,
                    TERM_LENGTH,
                    MTU,
                    IDLE,
                    ARCHIVE_DIR,
                    SEGMENT_LENGTH,
                    SYNC,
                    RETENTION_BYTES,
                    RETENTION_AGE,
                    LOSSY_STALL,
                    LOSSY_REST,
                    DRIVER_TIMEOUT,
                    CURSOR_DIR,
                    CURSOR_INTERVAL)
            .claiming("AERON_");

    private AeronSettings() {}

    static AeronOptions read(String deployment, Settings settings) {
        return read(deployment, settings, settings.get(DRIVER));
    }

    static AeronOptions readForDriver(String deployment, Settings settings) {
        return read(deployment, settings, DriverPlace.EXTERNAL);
    }

    private static AeronOptions read(String deployment, Settings settings, DriverPlace place) {
        Path archiveDir = settings.find(ARCHIVE_DIR)
                .map(Path::toAbsolutePath)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".meridian", "aeron", deployment, "archive"));
        Path archiveParent = archiveDir.getParent() == null ? archiveDir : archiveDir.getParent();
        return new AeronOptions(
                deployment,
                place,
                settings.find(DIR).map(Path::toAbsolutePath).orElseGet(() -> defaultDir(deployment, place, archiveDir)),
                settings.get(CHANNEL),
                settings.get(LANES),
                Math.toIntExact(settings.get(TERM_LENGTH)),
                Math.toIntExact(settings.get(MTU)),
                settings.get(IDLE),
                archiveDir,
                Math.toIntExact(Math.max(settings.get(SEGMENT_LENGTH), settings.get(TERM_LENGTH))),
                settings.get(SYNC),
                settings.get(RETENTION_BYTES),
                settings.get(RETENTION_AGE).toMillis(),
                settings.get(LOSSY_STALL).toNanos(),
                settings.get(LOSSY_REST).toNanos(),
                settings.get(DRIVER_TIMEOUT).toMillis(),
                settings.find(CURSOR_DIR).map(Path::toAbsolutePath).orElseGet(() -> archiveParent.resolve("cursors")),
                settings.get(CURSOR_INTERVAL).toNanos());
    }

    private static Path defaultDir(String deployment, DriverPlace place, Path archiveDir) {
        Path memory = Path.of("/dev/shm");
        Path parent = Files.isDirectory(memory) && Files.isWritable(memory)
                ? memory
                : Path.of(System.getProperty("java.io.tmpdir"));
        String name = "meridian-" + deployment
                + (place == DriverPlace.EXTERNAL
                        ? ""
                        : "-" + ProcessHandle.current().pid() + "-" + Integer.toHexString(archiveDir.hashCode()));
        return parent.resolve(name);
    }

    private static boolean isChannel(String text) {
        ChannelUri uri = ChannelUri.parse(text);
        return uri.isIpc() || uri.isUdp() && (uri.containsKey("endpoint") || uri.containsKey("control"));
    }
}
