package io.meridian.devservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
@Timeout(120)
class PostgresServerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onlyWhereItIsInstalled() {
        assumeTrue(PostgresServer.isInstalled(), "TimescaleDB is not installed; ./test.sh says why");
    }

    @Test
    void shouldKeepPortAndDataWhenKilledAndStartedAgain() throws Exception {
        try (PostgresServer server = PostgresServer.in(folder).start()) {
            int port = server.port();
            byte[] identity = Files.readAllBytes(folder.resolve("data/global/pg_control"));
            server.kill();
            assertFalse(ServerProcess.accepts(port));
            server.start();
            assertTrue(ServerProcess.accepts(port));
            assertEquals(port, server.port());
            byte[] after = Files.readAllBytes(folder.resolve("data/global/pg_control"));
            // It begins with the number that the database got when it was made.
            assertEquals(
                    ByteBuffer.wrap(identity).getLong(), ByteBuffer.wrap(after).getLong());
            long pid = server.process().pid();
            server.stop();
            assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
            assertTrue(server.process().tail().contains("database system is shut down"), server.process()::tail);
        }
    }

    @Test
    void shouldQuoteTheServerWhenItsConfigurationIsWrong() {
        PostgresServer server =
                PostgresServer.in(folder).plain().extra("no_such_option=1").build();
        String text = assertThrows(IllegalStateException.class, server::start).getMessage();
        assertTrue(text.contains("no_such_option"), text);
    }
}
