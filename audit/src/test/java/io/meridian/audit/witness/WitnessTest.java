package io.meridian.audit.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.SigningKey;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessTest {
    @TempDir
    private Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();

    private Path socket() {
        return folder.resolve("witness.sock");
    }

    private Witness witness() {
        return new Witness(Logs.second(folder), socket(), Logs.key(folder).publicKey(), told::add);
    }

    private List<Checkpoint> checkpoints() {
        return Logs.log(folder).checkpointLines().stream()
                .map(Checkpoint::parse)
                .toList();
    }

    @Test
    void shouldKeepWhatARecorderSignsAndProveItAfterwards() {
        Witness witness = witness();
        try (AuditLog log = Logs.open(folder, new WitnessPlace(socket()))) {
            Logs.append(log, 0, 750);
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (log.sealed() < 700 || log.trouble() != null) {
                assertTrue(System.nanoTime() - deadlineNs < 0, () -> log.sealed() + " " + log.trouble());
                LockSupport.parkNanos(5_000_000);
            }
        } finally {
            witness.close();
        }
        assertTrue(Logs.verify(folder).isGood(), () -> Logs.verify(folder).toString());
        assertEquals(List.of(), told);
    }

    @Test
    void shouldRefuseWhatIsOlderOrNotSignedOrOfAnotherLog() throws IOException {
        Logs.write(folder, 500);
        List<Checkpoint> all = checkpoints();
        Files.delete(Logs.second(folder).resolve(Logs.log(folder).id() + "-main.txt"));
        Witness witness = witness();
        try (WitnessPlace place = new WitnessPlace(socket())) {
            String id = Logs.log(folder).id();
            assertEquals(0, place.count(id, "main"));
            place.keep(all.subList(0, 3));
            assertEquals(300, place.count(id, "main"));
            assertRefused(place, all.get(1), "kept already");
            assertEquals(300, place.count(id, "main"));
            Checkpoint forged = all.get(3);
            assertRefused(
                    place,
                    new Checkpoint(
                            forged.log(),
                            "main",
                            300,
                            401,
                            forged.head(),
                            forged.root(),
                            forged.timeNs(),
                            forged.key(),
                            forged.signature()),
                    "has not signed it");
            assertEquals(0, place.count("0".repeat(32), "main"));
            assertRefused(place, all.get(4), "another log");
        } finally {
            witness.close();
        }
        assertTrue(told.stream().allMatch(text -> text.startsWith("ALARM: a checkpoint of log")), told::toString);
        assertEquals(3, told.size());
    }

    private static void assertRefused(WitnessPlace place, Checkpoint checkpoint, String why) {
        IOException refused = assertThrows(IOException.class, () -> place.keep(List.of(checkpoint)));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void shouldGoOnWhenStrangersSendAnything() throws IOException {
        Logs.write(folder, 300);
        Witness witness = witness();
        Random random = new Random(11);
        try {
            for (int i = 0; i < 2_000; i++) {
                try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
                    byte[] bytes = new byte[random.nextInt(4_000)];
                    random.nextBytes(bytes);
                    List<String> begins =
                            new ArrayList<>(List.of("", "HELLO " + "a".repeat(32) + " main\n", "HELLO x y\n", "END\n"));
                    begins.add("HELLO " + Logs.log(folder).id() + " main\n"
                            + checkpoints().get(1).line() + "\n");
                    stranger.write(ByteBuffer.wrap(begins.get(random.nextInt(begins.size()))
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                    stranger.write(ByteBuffer.wrap(bytes));
                } catch (IOException closed) {
                    // It may hang up in the middle of that.
                    assertTrue(closed.getMessage() != null, closed::toString);
                }
            }
            try (WitnessPlace place = new WitnessPlace(socket())) {
                assertEquals(300, countOnceThereIsRoom(place, Logs.log(folder).id()));
            }
        } finally {
            witness.close();
        }
        assertEquals(
                SigningKey.idOf(Logs.key(folder).publicKey()),
                checkpoints().getFirst().key());
        assertTrue(Logs.verify(folder).isGood());
    }

    /** The last strangers may still have all of its connections: a recorder that is turned away asks again. */
    private static long countOnceThereIsRoom(WitnessPlace place, String log) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return place.count(log, "main");
            } catch (IOException turnedAway) {
                if (tries == 100) {
                    throw turnedAway;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
