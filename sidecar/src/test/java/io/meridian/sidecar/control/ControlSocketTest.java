package io.meridian.sidecar.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlSocketTest {
    private static final String HEALTH = "{\"state\":\"READY\"}";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

    @TempDir
    private Path folder;

    private final List<ControlEvent> events = new CopyOnWriteArrayList<>();
    private Latch latch;
    private ControlSocket socket;
    private ControlClient client;

    @BeforeEach
    void open() throws IOException {
        latch = Latch.open(folder, CLOCK);
        socket = ControlSocket.open(folder, latch, CLOCK, events::add, () -> HEALTH);
        client = new ControlClient(folder, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void shouldLatchAndReleaseAndTellWhoDidIt() throws IOException {
        assertEquals("open", client.status().toString());
        assertEquals("Anna Smith", client.latch("Anna Smith", "fat finger").by());
        assertTrue(latch.isSet());
        assertTrue(Latch.open(folder, CLOCK).isSet(), "stored before it is answered");
        assertTrue(client.latch("bo", "me too").isSet());
        assertEquals("fat finger", client.status().reason());
        assertFalse(client.release("bo", "all is well").isSet());
        assertFalse(latch.isSet());
        assertEquals(
                List.of(ControlEvent.Kind.LATCHED, ControlEvent.Kind.LATCHED_AGAIN, ControlEvent.Kind.RELEASED),
                events.stream().map(ControlEvent::kind).toList());
        assertEquals(System.getProperty("user.name"), events.getFirst().osUser());
    }

    @Test
    void shouldBeOpenToItsOwnerAlone() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(ControlSocket.FILE))));
    }

    @Test
    void shouldRefuseToReleaseWithoutANameAndAuditIt() throws IOException {
        client.latch("anna", "test");
        assertTrue(raw("release\n").startsWith("error a name is missing"));
        assertTrue(raw("release bo\n").startsWith("error a reason is missing"));
        assertTrue(raw("free bo now\n").startsWith("error "));
        assertTrue(latch.isSet());
        assertEquals(
                3,
                events.stream()
                        .filter(event -> event.kind() == ControlEvent.Kind.DENIED)
                        .count());
    }

    @Test
    void shouldWorkByHand() throws IOException {
        assertEquals("ok latched 2026-01-31T12:00:00Z \"anna\" no reason given\n", raw("latch anna\n"));
    }

    @Test
    void shouldSurviveWhateverPeersSend() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] junk = new byte[random.nextInt(1 << random.nextInt(12))];
            random.nextBytes(junk);
            if (junk.length > 0 && random.nextBoolean()) {
                junk[junk.length - 1] = '\n';
            }
            try (SocketChannel peer = connect()) {
                peer.write(ByteBuffer.wrap(junk));
            } catch (IOException endedByTheServer) {
                // A line that is too long is cut off while it is written.
            }
        }
        assertFalse(client.status().isSet());
        assertTrue(client.latch("anna", "still there").isSet());
    }

    @Test
    void shouldServeANewPeerWhenManyAreSilent() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                silent.add(connect());
            }
            assertTrue(client.latch("anna", "stop").isSet());
        } finally {
            for (SocketChannel peer : silent) {
                peer.close();
            }
        }
    }

    @Test
    void shouldRefuseToOpenWhereAnotherAnswersAndReplaceADeadOne() throws IOException {
        IOException refused = assertThrows(
                IOException.class, () -> ControlSocket.open(folder, latch, CLOCK, events::add, () -> HEALTH));
        assertTrue(refused.getMessage().startsWith("Another sidecar answers"), refused.getMessage());
        assertFalse(client.status().isSet());
        socket.close();
        assertFalse(Files.exists(folder.resolve(ControlSocket.FILE)));
        // What a killed sidecar leaves: the file of a socket that nobody listens on.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve(ControlSocket.FILE)))
                .close();
        assertTrue(Files.exists(folder.resolve(ControlSocket.FILE)));
        socket = ControlSocket.open(folder, latch, CLOCK, events::add, () -> HEALTH);
        assertFalse(client.status().isSet());
    }

    @Test
    void shouldSayWhenNobodyAnswers() {
        socket.close();
        IOException failed = assertThrows(IOException.class, client::status);
        assertTrue(failed.getMessage().startsWith("The sidecar does not answer at "), failed.getMessage());
    }

    @Test
    void shouldSayWhenItCouldNotBeStored() throws IOException {
        Files.createDirectory(folder.resolve("latch"));
        Files.createFile(folder.resolve("latch").resolve("in the way"));
        IOException failed = assertThrows(IOException.class, () -> client.latch("anna", "stop"));
        assertTrue(failed.getMessage().contains("could not be stored"), failed.getMessage());
        assertTrue(latch.isSet());
    }

    @Test
    void shouldGoOnWhenTheListenerFails() throws IOException {
        socket.close();
        socket = ControlSocket.open(
                folder,
                latch,
                CLOCK,
                event -> {
                    throw new IllegalStateException("audit is away");
                },
                () -> HEALTH);
        assertTrue(client.latch("anna", "stop").isSet());
        assertFalse(client.release("anna", "go").isSet());
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(ControlSocket.FILE)));
    }

    private String raw(String line) throws IOException {
        try (SocketChannel peer = connect()) {
            peer.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (peer.read(answer) > 0) {
                // Until the server ends it.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldTellItsHealthWhenAsked() throws IOException {
        assertEquals(HEALTH, new ControlClient(folder, Duration.ofSeconds(5)).health());
    }
}
