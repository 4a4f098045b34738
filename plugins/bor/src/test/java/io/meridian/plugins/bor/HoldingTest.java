package io.meridian.plugins.bor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HoldingTest {
    private final Holding holding = new Holding("XNAS", "AAPL", "USD");

    private void traded(String quantity, String price) {
        holding.traded(new BigDecimal(quantity), new BigDecimal(price), new BigDecimal("0.10"));
    }

    private void is(String quantity, String average, String realised) {
        assertEquals(0, new BigDecimal(quantity).compareTo(holding.quantity()));
        assertEquals(
                average,
                holding.averagePrice() == null
                        ? null
                        : holding.averagePrice().stripTrailingZeros().toPlainString());
        assertEquals(0, new BigDecimal(realised).compareTo(holding.realised()), () -> "" + holding.realised());
    }

    @Test
    void shouldAverageWhatIsBoughtAndRealiseWhatIsSold() {
        traded("100", "10");
        traded("100", "12");
        is("200", "11", "0");
        traded("-50", "15");
        is("150", "11", "200");
        traded("-150", "10");
        is("0", null, "50");
        assertEquals(new BigDecimal("0.40"), holding.fees());
    }

    @Test
    void shouldTurnFromLongToShortAndBack() {
        traded("100", "10");
        traded("-150", "12");
        is("-50", "12", "200");
        traded("-50", "14");
        is("-100", "13", "200");
        traded("130", "11");
        is("30", "11", "400");
    }

    @Test
    void shouldValueAtTheMarket() {
        traded("-10", "100");
        holding.mark(new BigDecimal("90.5"));
        assertEquals(0, new BigDecimal("95").compareTo(holding.unrealised()));
        assertEquals(0, new BigDecimal("-905").compareTo(holding.value()));
    }

    /** Whatever is traded: what was paid is what is held at cost, less what was gained. */
    @Test
    void shouldLoseNoMoneyBetweenCostAndGain() {
        SplittableRandom random = new SplittableRandom(9);
        for (int run = 0; run < 200; run++) {
            Holding any = new Holding("V", "S", "USD");
            BigDecimal paid = BigDecimal.ZERO;
            BigDecimal held = BigDecimal.ZERO;
            for (int trade = 0; trade < 100; trade++) {
                BigDecimal quantity = BigDecimal.valueOf(random.nextLong(1, 1_000) * (random.nextBoolean() ? 1 : -1));
                BigDecimal price = BigDecimal.valueOf(random.nextLong(1, 100_000), 2);
                any.traded(quantity, price, BigDecimal.ZERO);
                paid = paid.add(quantity.multiply(price));
                held = held.add(quantity);
            }
            any.mark(BigDecimal.ONE);
            BigDecimal cost = any.value().subtract(any.unrealised());
            assertEquals(0, held.compareTo(any.quantity()));
            assertEquals(paid.doubleValue(), cost.subtract(any.realised()).doubleValue(), 1e-5);
        }
    }
}
