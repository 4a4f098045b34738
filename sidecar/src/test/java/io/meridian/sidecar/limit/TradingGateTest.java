package io.meridian.sidecar.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.sidecar.control.Latch;
import io.meridian.sidecar.session.Refusals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TradingGateTest {
    @TempDir
    private Path folder;

    private Latch latch;
    private TradingGate gate;

    @BeforeEach
    void open() {
        latch = Latch.open(folder, InstantSource.system());
        Settings settings = Settings.reader(List.of(LimitSettings.SCHEMA))
                .values(Map.of("sidecar.limit.orders", "10", "sidecar.limit.burst", "100ms"))
                .read();
        gate = TradingGate.of(settings, latch, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "platform.oms.command, true",
        "platform.oms.command.new.growth, true",
        "platform.ems.command.x, true",
        "platform.ccm.XNAS.command, true",
        "platform.ccm.XNAS.command.new, true",
        "platform.ccm.XNAS.event, false",
        "platform.oms.event.x, false",
        "platform.oms.commands, false",
        "platform.data.quote.XNAS.AAPL, false"
    })
    void shouldKnowWhatBearsOrders(String topic, boolean bears) {
        assertEquals(bears, gate.bearsOrders(Topic.of(topic)));
    }

    @Test
    void shouldStopOrdersAloneWhileLatched() throws IOException {
        assertEquals(0, gate.admit(true, 10, 0));
        latch.set("anna", "fat finger");
        assertTrue(gate.isLatched());
        assertEquals(Refusals.LATCHED, gate.admit(true, 10, 1_000_000_000L));
        assertEquals(0, gate.admit(false, 10, 1_000_000_000L));
        assertTrue(gate.why(Refusals.LATCHED).startsWith("Trading is stopped by anna since "));
        latch.release("bo", "all is well");
        assertEquals(0, gate.admit(true, 10, 1_000_000_000L));
    }

    @Test
    void shouldSayWhenToTryAgain() {
        assertEquals(0, gate.admit(true, 10, 0));
        assertEquals(Refusals.RATE_LIMITED, gate.admit(true, 10, 500_000));
        assertEquals(100, gate.retryAfterMs());
        assertTrue(gate.why(Refusals.RATE_LIMITED).endsWith("Try again in 100 ms."));
        assertEquals(0, gate.admit(false, 10, 500_000));
        assertEquals(0, gate.admit(true, 10, 100_000_000));
    }
}
