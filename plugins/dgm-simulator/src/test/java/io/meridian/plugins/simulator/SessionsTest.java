package io.meridian.plugins.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.sdk.event.InstrumentStatus;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Map<String, String> HOURS = Map.of(
            "symbols", "3",
            "venues", "XNAS,XNYS",
            "rate", "1000",
            "openFor", "4s",
            "closedFor", "2s",
            "auctionFor", "1s");
    private static final List<MarketPhase> DAY =
            List.of(MarketPhase.AUCTION, MarketPhase.OPEN, MarketPhase.AUCTION, MarketPhase.CLOSED);

    private static List<Published> run(Map<String, String> settings, Duration length) {
        try (Sim sim = Sim.of(MarketSimulator.class, settings)) {
            sim.advance(length);
            return List.copyOf(sim.bus().published());
        }
    }

    private static String reason(InstrumentStatus status) {
        return status.copy().decoder().reason();
    }

    @Test
    void shouldOpenAndCloseByAuctionsAndTradeOnlyBetweenThem() {
        Map<String, List<InstrumentStatus>> told = new HashMap<>();
        Map<String, MarketPhase> phases = new HashMap<>();
        Map<String, Double> auctionPrices = new HashMap<>();
        int auctions = 0;
        for (Published message : run(HOURS, Duration.ofMillis(17_500))) {
            switch (message.event()) {
                case InstrumentStatus status -> {
                    String on = status.venue() + status.symbol();
                    if (phases.put(on, status.phase()) != status.phase()) {
                        told.computeIfAbsent(on, any -> new ArrayList<>()).add(status);
                    }
                    assertTrue(status.nextChangeNs() >= status.tsEvent());
                }
                case Quote quote -> assertEquals(MarketPhase.OPEN, phases.get(quote.venue() + quote.symbol()));
                case Trade trade -> {
                    boolean isAuction = trade.decoder().flags().auction();
                    assertEquals(
                            isAuction ? MarketPhase.AUCTION : MarketPhase.OPEN,
                            phases.get(trade.venue() + trade.symbol()));
                    if (isAuction) {
                        auctions++;
                        assertEquals(
                                trade.price(),
                                auctionPrices.computeIfAbsent(trade.tsEvent() + trade.symbol(), any -> trade.price()));
                    }
                }
                default -> {}
            }
        }
        assertEquals(6, told.size());
        told.values().forEach(ofOne -> {
            // Two days of eight seconds and the third's opening auction, whose end is in it as well.
            assertEquals(10, ofOne.size());
            for (int i = 0; i < ofOne.size(); i++) {
                assertEquals(DAY.get(i % 4), ofOne.get(i).phase(), ofOne.toString());
            }
            assertEquals("opening auction", reason(ofOne.get(0)));
            assertEquals("closing auction", reason(ofOne.get(2)));
        });
        assertEquals(5 * 6, auctions);
    }

    @Test
    void shouldEndAHaltWithTheSession() {
        Map<String, String> settings = new HashMap<>(HOURS);
        settings.put("haltEvery", "3s");
        settings.put("haltFor", "20s");
        Map<String, MarketPhase> phases = new HashMap<>();
        int halts = 0;
        for (Published message : run(settings, Duration.ofSeconds(40))) {
            if (message.event() instanceof InstrumentStatus status) {
                MarketPhase before = phases.put(status.venue() + status.symbol(), status.phase());
                if (before == MarketPhase.HALTED && status.phase() != MarketPhase.HALTED) {
                    halts++;
                    assertEquals("closing auction", reason(status));
                }
            }
        }
        assertTrue(halts > 0, "no halt to end");
    }

    @Test
    void shouldNeverCloseUnlessAskedTo() {
        Map<String, String> settings = new HashMap<>(HOURS);
        settings.put("openFor", "0s");
        assertTrue(run(settings, Duration.ofSeconds(10)).stream()
                .noneMatch(message -> message.topic().startsWith("platform.data.status.")));
    }
}
