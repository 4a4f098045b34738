package io.meridian.sidecar.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManagerTermTest {
    @TempDir
    Path folder;

    @Test
    void shouldRefuseAnEarlierLeaderAlsoAfterARestart() throws Exception {
        Latch latch = Latch.open(folder, InstantSource.system());
        try (ControlSocket socket = open(latch)) {
            leads(7).lead();
            leads(8).latch("anna", "a kill");
            IOException refused =
                    assertThrows(IOException.class, () -> leads(7).release("anna", "an order of the past"));
            assertTrue(refused.getMessage().contains("another manager leads"), refused::getMessage);
            assertTrue(latch.isSet());
            assertEquals(8, socket.term().highest());
        }
        try (ControlSocket again = open(latch)) {
            assertThrows(IOException.class, () -> leads(7).lead());
            assertEquals(8, again.term().highest());
            leads(8).release("anna", "all is well");
            assertFalse(latch.isSet());
        }
    }

    /** It stands beside the machine, and needs nobody's office. */
    @Test
    void shouldObeyAPersonWhoNamesNoTerm() throws Exception {
        Latch latch = Latch.open(folder, InstantSource.system());
        try (ControlSocket socket = open(latch)) {
            leads(7).lead();
            leads(0).latch("anna", "fat finger");
            assertTrue(latch.isSet());
            assertEquals(7, socket.term().highest());
        }
    }

    @Test
    void shouldKnowHowLongNobodyLeads() throws Exception {
        AtomicLong now = new AtomicLong();
        ManagerTerm term = ManagerTerm.open(folder, now::get);
        now.set(1_000);
        assertEquals(1_000, term.silentNs());
        assertNull(term.heard(3));
        assertEquals(0, term.silentNs());
        now.set(5_000);
        assertTrue(term.heard(2).contains("term 3 came before"));
        assertEquals(4_000, term.silentNs());
    }

    @Test
    void shouldNotStartOnATermThatCannotBeRead() throws Exception {
        Files.writeString(folder.resolve("manager.term"), "seven\n");
        IOException refused = assertThrows(IOException.class, () -> ManagerTerm.open(folder, System::nanoTime));
        assertTrue(refused.getMessage().contains("manager.term"), refused::getMessage);
    }

    @Test
    void shouldRefuseATermThatIsNone() throws Exception {
        try (ControlSocket socket = open(Latch.open(folder, InstantSource.system()))) {
            leads(4).lead();
            assertThrows(IOException.class, () -> leads(-1).lead());
            assertEquals(4, socket.term().highest());
        }
    }

    private ControlSocket open(Latch latch) throws IOException {
        return ControlSocket.open(folder, latch, InstantSource.system(), event -> {}, () -> "{}");
    }

    private ControlClient leads(long term) {
        return new ControlClient(folder, Duration.ofSeconds(5), term);
    }
}
