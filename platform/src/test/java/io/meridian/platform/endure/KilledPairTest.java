package io.meridian.platform.endure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under load, a plugin, its sidecar, or both are killed in the middle of whatever they do, again and again, on each engine:
 * nothing acknowledged is lost, repeats are flagged, and the plugin's state is in the end that of an undisturbed twin.
 */
@Tag("server")
final class KilledPairTest {
    private static final long SEED = 20_261_120;

    private enum Victim {
        PLUGIN,
        SIDECAR,
        BOTH
    }

    private enum Moment {
        /** Messages are on their way to the plugin. */
        DELIVERY,
        /** The plugin publishes. */
        PUBLISH,
        /** Its state is being written. */
        SNAPSHOT,
        /** Its state was just put in its place. */
        STORED,
        /** The same, and the bus was surely not told. */
        UNCONFIRMED
    }

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"aeron", "nats", "kafka"})
    @Timeout(240)
    void shouldLoseNothingWhenPluginAndSidecarAreKilled(String engine) throws IOException {
        try (KillRig rig = new KillRig(home, engine)) {
            rig.start();
            SplittableRandom random = new SplittableRandom(SEED);
            kill(rig, Victim.PLUGIN, Moment.SNAPSHOT, random);
            kill(rig, Victim.SIDECAR, Moment.PUBLISH, random);
            kill(rig, Victim.BOTH, Moment.DELIVERY, random);
            kill(rig, Victim.BOTH, Moment.UNCONFIRMED, random);
            kill(rig, Victim.PLUGIN, Moment.PUBLISH, random);
            kill(rig, Victim.SIDECAR, Moment.STORED, random);
            rig.verify();
            assertTrue(rig.repeats() > 0, "nothing came again, so nothing was killed in the middle of anything");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron", "nats", "kafka"})
    @Tag("long")
    @Timeout(1800)
    void shouldLoseNothingWhenPluginAndSidecarAreKilledManyTimes(String engine) throws IOException {
        try (KillRig rig = new KillRig(home, engine)) {
            rig.start();
            SplittableRandom random = new SplittableRandom(SEED + 1);
            for (int i = 0; i < 60; i++) {
                Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
                Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
                kill(rig, victim, moment, random);
            }
            rig.verify();
        }
    }

    private static void kill(KillRig rig, Victim victim, Moment moment, SplittableRandom random) throws IOException {
        // More than the dead could have said.
        long enough = rig.offeredAtLastStart() + 100 + random.nextInt(400);
        rig.underLoadUntil("those that were started work", () -> rig.highest() >= enough);
        if (moment == Moment.UNCONFIRMED) {
            rig.killSidecar();
            rig.startDyingSidecar();
            rig.underLoadUntil("it dies with a snapshot", () -> !rig.sidecar().isAlive());
        } else {
            await(rig, moment, random);
        }
        if (victim != Victim.SIDECAR) {
            rig.killPlugin();
        }
        if (victim != Victim.PLUGIN) {
            rig.killSidecar();
        }
        for (int i = random.nextInt(20); i > 0; i--) {
            rig.turn();
        }
        if (!rig.sidecar().isAlive()) {
            rig.startSidecar();
        }
        if (victim != Victim.SIDECAR) {
            rig.startPlugin();
        }
    }

    private static void awaitWork(KillRig rig, int messages) {
        long enough = rig.highest() + messages;
        rig.underLoadUntil(messages + " more messages are counted", () -> rig.highest() >= enough);
    }

    private static void await(KillRig rig, Moment moment, SplittableRandom random) throws IOException {
        switch (moment) {
            case DELIVERY -> {
                for (int i = 0; i < 50; i++) {
                    rig.turn();
                }
                LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(5)));
            }
            case PUBLISH -> awaitWork(rig, 1 + random.nextInt(100));
            case SNAPSHOT -> rig.underLoadUntil("a snapshot is being written", rig::isSnapshotBeingWritten);
            case STORED -> {
                Object before = identity(rig);
                rig.underLoadUntil(
                        "a snapshot is in its place", () -> !identity(rig).equals(before));
            }
            case UNCONFIRMED -> throw new IllegalArgumentException("moment=" + moment);
        }
    }

    private static Object identity(KillRig rig) {
        try {
            return Files.readAttributes(rig.snapshot(), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException absent) {
            return "none";
        }
    }
}
