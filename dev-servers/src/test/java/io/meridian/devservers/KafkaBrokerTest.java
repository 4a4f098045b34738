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
@Timeout(120)
class KafkaBrokerTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepPortAndDataWhenKilledAndStartedAgain() throws Exception {
        try (KafkaBroker broker = KafkaBroker.in(folder).start()) {
            int port = broker.port();
            String identity = Files.readString(folder.resolve("data/meta.properties"));
            broker.kill();
            assertFalse(ServerProcess.accepts(port));
            broker.start();
            assertTrue(ServerProcess.accepts(port));
            assertEquals(port, broker.port());
            assertEquals(identity, Files.readString(folder.resolve("data/meta.properties")));
        }
    }

    @Test
    void shouldQuoteTheBrokerWhenItsConfigurationIsWrong() {
        KafkaBroker broker =
                KafkaBroker.in(folder).extra("num.network.threads=none").build();
        String text = assertThrows(IllegalStateException.class, broker::start).getMessage();
        assertTrue(text.contains("num.network.threads"), text);
    }
}
