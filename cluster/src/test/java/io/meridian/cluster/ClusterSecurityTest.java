package io.meridian.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.setting.HostPort;
import io.meridian.cluster.decision.UndecidedException;
import io.meridian.cluster.tls.NodeCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may not join, and what comes to a port that is not meant for it. */
@Tag("server")
final class ClusterSecurityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final String TOKEN = "a token of enough length";

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void shouldKeepOutANodeWithoutACertificateOfTheAuthority() throws Exception {
        NodeCertificates authority = NodeCertificates.in(folder.resolve("tls"), YEAR);
        try (Trio trio = new Trio(folder, Map.of())) {
            for (String name : Trio.NAMES) {
                Path own = authority.give(name, List.of("127.0.0.1"), YEAR);
                trio.start(name, Map.of("cluster.tls", own.toString()));
            }
            assertTrue(trio.leader()
                    .decisions()
                    .put("k", "secret".getBytes(UTF_8), 0, PATIENCE)
                    .isAccepted());

            Path foreign = NodeCertificates.in(folder.resolve("foreign"), YEAR).give("d", List.of("127.0.0.1"), YEAR);
            refuses(trio, Map.of("cluster.tls", foreign.toString()));
            refuses(trio, Map.of());

            // And one with a certificate of it may come.
            Path fourth = authority.give("e", List.of("127.0.0.1"), YEAR);
            ClusterNode other =
                    trio.start("e", Map.of("cluster.tls", fourth.toString(), "cluster.listen", Trio.freeAddress()));
            assertEquals("secret", other.decisions().read("k", PATIENCE).text());
        }
    }

    @Test
    void shouldKeepOutANodeWithoutTheToken() throws Exception {
        try (Trio trio = new Trio(folder, Map.of())) {
            for (String name : Trio.NAMES) {
                trio.start(name, Map.of("cluster.token", TOKEN));
            }
            assertTrue(trio.leader()
                    .decisions()
                    .put("k", "secret".getBytes(UTF_8), 0, PATIENCE)
                    .isAccepted());
            refuses(trio, Map.of("cluster.token", TOKEN + "!"));
            refuses(trio, Map.of());
            assertEquals(3, trio.leader().members().all().size());
        }
    }

    private void refuses(Trio trio, Map<String, String> own) throws IOException {
        Map<String, String> values = new java.util.HashMap<>(own);
        values.put("cluster.listen", Trio.freeAddress());
        try (ClusterNode stranger =
                ClusterNode.open(trio.settings("d", values), false, java.time.InstantSource.system(), line -> {})) {
            assertThrows(UndecidedException.class, () -> stranger.decisions().read("k", Duration.ofSeconds(3)));
            assertEquals(0, stranger.decisions().get("k").version());
        } catch (IOException refusedAtOnce) {
            assertTrue(refusedAtOnce.getMessage().contains("cannot join"), refusedAtOnce::getMessage);
        }
    }

    @Test
    @Timeout(180)
    void shouldTakeNoHarmFromFramesThatAreNone() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            trio.leader();
            SplittableRandom random = new SplittableRandom(3);
            int sent = 0;
            while (sent < 100_000) {
                HostPort at = trio.address(Trio.NAMES.get(random.nextInt(3)));
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(at.host(), at.port()), 2_000);
                    OutputStream out = socket.getOutputStream();
                    for (int i = 0; i < 200; i++) {
                        byte[] frame = new byte[random.nextInt(200)];
                        random.nextBytes(frame);
                        if (i % 2 == 0 && frame.length > 12) {
                            // As the protocol begins, so that more of what follows is looked at.
                            frame[0] = 'b';
                            frame[1] = 'e';
                            frame[2] = 'l';
                            frame[3] = 'a';
                        }
                        sent++;
                        out.write(frame);
                    }
                } catch (IOException refused) {
                    // What it is for.
                }
            }
            ClusterNode leader = trio.leader();
            long began = System.nanoTime();
            assertTrue(leader.decisions()
                    .put("k", "v".getBytes(UTF_8), 0, PATIENCE)
                    .isAccepted());
            assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(10));
            for (String name : Trio.NAMES) {
                assertEquals(
                        "v", trio.node(name).decisions().read("k", PATIENCE).text());
            }
        }
    }
}
