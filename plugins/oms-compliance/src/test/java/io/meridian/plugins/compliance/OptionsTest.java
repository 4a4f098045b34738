package io.meridian.plugins.compliance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugins.compliance.Options.WhenClosed;
import io.meridian.sdk.Listing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that make no sense are refused with what to write instead. */
final class OptionsTest {
    private static Options options(
            List<String> restricted, List<String> allowed, Duration window, Duration pause, Duration longest) {
        return new Options(
                restricted,
                allowed,
                List.of(),
                BigDecimal.ZERO,
                0,
                window,
                WhenClosed.WAIT,
                BigDecimal.ZERO,
                0,
                pause,
                longest);
    }

    private static Options options(List<String> restricted, List<String> allowed) {
        return options(restricted, allowed, Duration.ofDays(1), Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    private static String refusal(Runnable makes) {
        return assertThrows(IllegalArgumentException.class, makes::run).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAPL", "XNAS.", ".AAPL", "XNAS.BRK.B", ""})
    void shouldRefuseWhatIsNoInstrument(String pattern) {
        String text = refusal(() -> options(List.of(pattern), List.of()));
        assertTrue(text.startsWith("instrument=" + pattern + " is no VENUE.SYMBOL; write for instance"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XNAS.AAPL", ":XNAS.AAPL", "alpha:AAPL"})
    void shouldRefuseWhatNamesNoPortfolio(String entry) {
        refusal(() -> options(List.of(), List.of(entry)));
    }

    @ParameterizedTest
    @CsvSource({"P1D, PT0.05S, PT1S", "P1D, PT5S, PT4S", "PT0S, PT5S, PT1M"})
    void shouldRefuseTimesThatMakeNoSense(String window, String pause, String longest) {
        refusal(() ->
                options(List.of(), List.of(), Duration.parse(window), Duration.parse(pause), Duration.parse(longest)));
    }

    @Test
    void shouldLetStarsStandForAny() {
        Options options = options(List.of("*.AAPL", "XLON.*"), List.of("alpha:XNAS.*"));
        assertTrue(options.isRestricted(new Listing("XNAS", "AAPL")));
        assertTrue(options.isRestricted(new Listing("XLON", "VOD")));
        assertFalse(options.isRestricted(new Listing("XNAS", "VOD")));
        assertTrue(options.isAllowed("alpha", new Listing("XNAS", "VOD")));
        assertFalse(options.isAllowed("alpha", new Listing("XLON", "VOD")));
        assertTrue(options.isAllowed("beta", new Listing("XLON", "VOD")), "nothing is said of beta");
        assertFalse(options.maySellShort("alpha"));
    }
}
