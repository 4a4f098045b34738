package io.meridian.plugins.compliance;

import io.meridian.sdk.Listing;
import io.meridian.sdk.annotation.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What a firm decides by policy. An instrument is named as {@code VENUE.SYMBOL}, either of which may be {@code *}. */
record Options(
        @Setting(value = "", doc = "Instruments whose positions may only be reduced, as VENUE.SYMBOL.")
        List<String> restricted,

        @Setting(
                value = "",
                doc = "What a portfolio may trade, as PORTFOLIO:VENUE.SYMBOL. A portfolio without an entry may trade"
                        + " all.")
        List<String> allowed,

        @Setting(value = "", doc = "Portfolios that may sell what they do not hold; * for all.")
        List<String> shortSellers,

        @Setting(value = "0", min = 0, doc = "Orders of a greater value wait for a person's approval; 0: none does.")
        BigDecimal approvalValue,

        @Setting(
                value = "0",
                min = 0,
                doc = "The greatest order, as a fraction of the average volume of a volumeWindow; 0: any.")
        double maxVolumeShare,

        @Setting(value = "1d", doc = "The time over which volume is averaged, from bars.")
        Duration volumeWindow,

        @Setting(value = "WAIT", doc = "What becomes of orders while the instrument is closed or halted.")
        WhenClosed whenClosed,

        @Setting(value = "0", min = 0, doc = "Targets are not traded for less than this value, but to hold nothing.")
        BigDecimal bandValue,

        @Setting(
                value = "0",
                min = 0,
                max = 1,
                doc = "Targets are not traded for a lesser part of what is wanted, but to hold nothing.")
        double bandShare,

        @Setting(value = "5s", doc = "How long a target whose order was refused is left alone, at first.")
        Duration pause,

        @Setting(value = "5m", doc = "How long at most; each refusal in a row doubles it.")
        Duration longestPause) {
    /** What becomes of orders in an instrument that is not traded now. */
    enum WhenClosed {
        /** They wait until it is traded. */
        WAIT,
        REFUSE,
        /** The venue is to decide. */
        PASS
    }

    Options {
        restricted.forEach(Options::requireInstrument);
        for (String entry : allowed) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(
                        "allowed=" + entry + " is no PORTFOLIO:VENUE.SYMBOL; write for instance alpha:XNAS.*");
            }
            requireInstrument(entry.substring(colon + 1));
        }
        if (pause.compareTo(Duration.ofMillis(100)) < 0 || longestPause.compareTo(pause) < 0) {
            throw new IllegalArgumentException("pause=" + pause + " longestPause=" + longestPause
                    + " are wrong: a pause is at least 100ms, and the longest no shorter");
        }
        if (!volumeWindow.isPositive()) {
            throw new IllegalArgumentException("volumeWindow=" + volumeWindow + " is not above 0");
        }
    }

    private static void requireInstrument(String pattern) {
        int dot = pattern.indexOf('.');
        if (dot < 1 || dot == pattern.length() - 1 || pattern.indexOf('.', dot + 1) >= 0) {
            throw new IllegalArgumentException(
                    "instrument=" + pattern + " is no VENUE.SYMBOL; write for instance XNAS.AAPL, XNAS.* or *.AAPL");
        }
    }

    boolean isRestricted(Listing listing) {
        return restricted.stream().anyMatch(pattern -> covers(pattern, listing));
    }

    boolean isAllowed(String portfolio, Listing listing) {
        boolean bounded = false;
        for (String entry : allowed) {
            int colon = entry.indexOf(':');
            if (entry.substring(0, colon).equals(portfolio)) {
                bounded = true;
                if (covers(entry.substring(colon + 1), listing)) {
                    return true;
                }
            }
        }
        return !bounded;
    }

    boolean maySellShort(String portfolio) {
        return shortSellers.contains(portfolio) || shortSellers.contains("*");
    }

    private static boolean covers(String pattern, Listing listing) {
        int dot = pattern.indexOf('.');
        String venue = pattern.substring(0, dot);
        String symbol = pattern.substring(dot + 1);
        return (venue.equals("*") || venue.equals(listing.venue()))
                && (symbol.equals("*") || symbol.equals(listing.symbol()));
    }
}
