package io.meridian.plugins.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

final class HaltTest {
    private static final Map<String, String> HALTS = Map.of(
            "symbols", "3", "venues", "XNAS,XNYS", "rate", "1000", "haltEvery", "2s", "haltFor", "500ms", "seed", "4");
    private static final Duration LENGTH = Duration.ofSeconds(21);

    private static List<Published> run(Map<String, String> settings) {
        try (Sim sim = Sim.of(MarketSimulator.class, settings)) {
            sim.advance(LENGTH);
            return List.copyOf(sim.bus().published());
        }
    }

    @Test
    void shouldNeitherQuoteNorTradeWhileHaltedAndReopenByAnAuctionAtOnePrice() {
        Map<String, MarketPhase> phases = new HashMap<>();
        Map<String, List<MarketPhase>> told = new HashMap<>();
        Map<String, Double> auctionPrices = new HashMap<>();
        int auctions = 0;
        for (Published message : run(HALTS)) {
            switch (message.event()) {
                case InstrumentStatus status -> {
                    String on = status.venue() + status.symbol();
                    MarketPhase before = phases.put(on, status.phase());
                    if (before != status.phase()) {
                        told.computeIfAbsent(on, any -> new ArrayList<>()).add(status.phase());
                    }
                    boolean isOpen = status.phase() == MarketPhase.OPEN;
                    assertEquals(isOpen, status.nextChangeNs() == 0);
                }
                case Quote quote -> assertEquals(MarketPhase.OPEN, phases.get(quote.venue() + quote.symbol()));
                case Trade trade -> {
                    boolean isAuction = trade.decoder().flags().auction();
                    assertEquals(
                            isAuction ? MarketPhase.AUCTION : MarketPhase.OPEN,
                            phases.get(trade.venue() + trade.symbol()));
                    if (isAuction) {
                        auctions++;
                        String at = trade.tsEvent() + trade.symbol();
                        assertEquals(trade.price(), auctionPrices.computeIfAbsent(at, any -> trade.price()));
                    }
                }
                default -> {}
            }
        }
        assertEquals(6, told.size());
        assertTrue(auctions >= 4, "auctions=" + auctions);
        assertEquals(auctions, 2 * auctionPrices.size());
        List<MarketPhase> cycle = List.of(MarketPhase.OPEN, MarketPhase.HALTED, MarketPhase.AUCTION);
        told.values().forEach(phasesOfOne -> {
            for (int i = 0; i < phasesOfOne.size(); i++) {
                assertEquals(cycle.get(i % cycle.size()), phasesOfOne.get(i), phasesOfOne.toString());
            }
        });
    }

    @Test
    void shouldPublishTheSameBytesWhenTheSeedIsTheSameAndThereAreHalts() {
        List<Published> once = run(HALTS);
        List<Published> again = run(HALTS);
        assertEquals(once.size(), again.size());
        for (int i = 0; i < once.size(); i++) {
            assertEquals(once.get(i).topic(), again.get(i).topic());
            assertArrayEquals(once.get(i).payload(), again.get(i).payload());
        }
    }

    @Test
    void shouldTellNothingOfPhasesWhenThereAreNoHalts() {
        Map<String, String> settings = new HashMap<>(HALTS);
        settings.put("haltEvery", "0s");
        assertFalse(run(settings).stream().anyMatch(message -> message.topic().startsWith("platform.data.status.")));
    }
}
