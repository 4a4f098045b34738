package io.meridian.devservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
@Timeout(60)
class NatsServerTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepItsPortWhenKilledAndStartedAgain() {
        try (NatsServer server =
                NatsServer.in(folder).jetStream(folder.resolve("store")).start()) {
            int port = server.port();
            assertTrue(server.isRunning());
            server.kill();
            assertFalse(ServerProcess.accepts(port));
            server.start();
            assertEquals(port, server.port());
            assertTrue(ServerProcess.accepts(port));
        }
    }

    @Test
    void shouldListenOnTheLoopbackAlone() throws Exception {
        try (NatsServer server = NatsServer.in(folder)
                .login("user", "secret \"word\"")
                .maxPayload(4096)
                .start()) {
            String config = Files.readString(folder.resolve("nats-server.conf"));
            assertTrue(config.startsWith("listen: \"127.0.0.1:" + server.port() + "\"\n"), config);
        }
    }

    @Test
    void shouldQuoteTheServerWhenItsConfigurationIsWrong() {
        NatsServer server = NatsServer.in(folder).extra("no_such_option: 1").build();
        String text = assertThrows(IllegalStateException.class, server::start).getMessage();
        assertTrue(text.contains("no_such_option"), text);
    }
}
