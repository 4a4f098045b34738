package io.meridian.sidecar.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatchTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir
    private Path folder;

    @Test
    void shouldBeOpenWhenNeverSet() {
        Latch latch = Latch.open(folder, CLOCK);
        assertFalse(latch.isSet());
        assertEquals("open", latch.state().toString());
    }

    @Test
    void shouldHoldAcrossRestartsUntilReleasedByName() throws IOException {
        Latch.open(folder, CLOCK).set("Anna Smith", "fat finger");
        Latch again = Latch.open(folder, CLOCK);
        assertTrue(again.isSet());
        assertEquals(new LatchState(true, "Anna Smith", "fat finger", NOW), again.state());
        again.release("Bo Li", "all is well");
        assertFalse(again.isSet());
        Latch third = Latch.open(folder, CLOCK);
        assertFalse(third.isSet());
        assertEquals(
                "released 2026-01-31T12:00:00Z \"Bo Li\" all is well",
                third.state().toString());
    }

    @Test
    void shouldKeepOnRecordWhoSetItFirst() throws IOException {
        Latch latch = Latch.open(folder, CLOCK);
        latch.set("anna", "first");
        assertEquals("anna", latch.set("bo", "second").by());
    }

    @Test
    void shouldKeepItsFileToItsOwner() throws IOException {
        Latch.open(folder, CLOCK).set("anna", "test");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(Latch.FILE))));
    }

    @Test
    void shouldBlockEvenWhenItCannotBeStored() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        Latch latch = Latch.open(gone, CLOCK);
        Files.delete(gone);
        assertThrows(IOException.class, () -> latch.set("anna", "disk is gone"));
        assertTrue(latch.isSet());
        assertThrows(IOException.class, () -> latch.release("anna", "disk is gone"));
        assertTrue(latch.isSet());
        Files.createDirectory(gone);
        latch.set("bo", "again");
        assertEquals("anna", Latch.open(gone, CLOCK).state().by());
    }

    @Test
    void shouldCountAsLatchedWhenItsFileIsBroken() throws IOException {
        Latch.open(folder, CLOCK).release("anna", "nothing to release");
        Latch.open(folder, CLOCK).set("anna", "test");
        Latch.open(folder, CLOCK).release("anna", "test");
        byte[] good = Files.readAllBytes(folder.resolve(Latch.FILE));
        for (int length = 0; length < good.length; length++) {
            Files.write(folder.resolve(Latch.FILE), java.util.Arrays.copyOf(good, length));
            assertBroken();
        }
        for (int i = 0; i < good.length; i++) {
            byte[] bent = good.clone();
            bent[i] ^= 4;
            Files.write(folder.resolve(Latch.FILE), bent);
            assertBroken();
        }
        Files.write(folder.resolve(Latch.FILE), new byte[100_000]);
        assertBroken();
        Latch latch = Latch.open(folder, CLOCK);
        latch.release("bo", "looked at it");
        assertFalse(Latch.open(folder, CLOCK).isSet());
    }

    @Test
    void shouldWantANameAndAReasonToRelease() throws IOException {
        Latch latch = Latch.open(folder, CLOCK);
        latch.set("anna", "test");
        assertThrows(IllegalArgumentException.class, () -> latch.release("", "reason"));
        assertThrows(IllegalArgumentException.class, () -> latch.release("anna", " "));
        assertThrows(IllegalArgumentException.class, () -> latch.release("an\"na", "reason"));
        assertThrows(IllegalArgumentException.class, () -> latch.release("anna", "two\nlines"));
        assertThrows(IllegalArgumentException.class, () -> latch.set("", "reason"));
        assertTrue(latch.isSet());
    }

    @Test
    void shouldMendAReasonToStopRatherThanRefuseIt() throws IOException {
        Latch latch = Latch.open(folder, CLOCK);
        latch.set("anna", "he said \"stop\"\n" + "x".repeat(5000));
        LatchState kept = Latch.open(folder, CLOCK).state();
        assertTrue(kept.reason().startsWith("he said 'stop' xxx"), kept.reason());
        assertEquals(LatchState.MAX_REASON, kept.reason().length());
    }

    @Property(tries = 300)
    void shouldReadBackWhatItWrites(@ForAll String reason) {
        LatchState state = new LatchState(true, "anna", LatchState.mendedReason(reason), NOW);
        assertEquals(state, LatchState.parse(state.toString()));
    }

    private void assertBroken() {
        Latch latch = Latch.open(folder, CLOCK);
        assertTrue(latch.isSet());
        assertTrue(
                latch.state().reason().contains("cannot be trusted"),
                latch.state().toString());
    }
}
