package io.meridian.plugin.contract.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ControlActTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private static String text(ControlAct act) {
        return new String(act.encode(AT), StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayWhoDidWhatToWhatAndWhyWhenAllIsKnown() {
        assertEquals(
                "{\"act\":\"LATCHED\",\"at\":\"2026-01-31T12:00:00Z\",\"by\":\"Anna"
                    + " \u00e9\",\"os_user\":\"anna\",\"on\":\"momo-1\",\"before\":\"open\",\"after\":\"latched\",\"why\":\"fat"
                    + " \\\"finger\\\"\\u000a\",\"detail\":\"all\"}",
                text(ControlAct.of("LATCHED")
                        .by("Anna \u00e9")
                        .osUser("anna")
                        .on("momo-1")
                        .change("open", "latched")
                        .why("fat \"finger\"\n")
                        .detail("all")));
    }

    @Test
    void shouldLeaveOutWhatIsNotKnownAndBoundWhatIsLong() {
        assertEquals("{\"act\":\"STARTED\",\"at\":\"2026-01-31T12:00:00Z\"}", text(ControlAct.of("STARTED")));
        assertTrue(text(ControlAct.of("X").detail("y".repeat(100_000))).length() < 9_000);
    }
}
