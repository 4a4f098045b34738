package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Instruments;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Prices that are too large to be counted are refused, and whatever comes, the kernel does not throw. */
final class ExtremePricesTest {
    private static final List<String> PORTFOLIOS = List.of("alpha", "beta");

    /** One thing that happens: a trade of ours, the bust of one, or a price of the market. */
    record Step(int kind, int portfolio, boolean buy, BigDecimal number, BigDecimal other) {}

    @Provide
    Arbitrary<BigDecimal> numbers() {
        Arbitrary<Long> mantissas = Arbitraries.oneOf(
                Arbitraries.longs().between(-Long.MAX_VALUE, Long.MAX_VALUE),
                Arbitraries.longs().between(1, 1_000_000),
                Arbitraries.of(Long.MAX_VALUE, -Long.MAX_VALUE, -Long.MAX_VALUE + 1, 1L, -1L, 0L));
        return Combinators.combine(mantissas, Arbitraries.of(0, 0, 2, 8, 18)).as(BigDecimal::valueOf);
    }

    @Provide
    Arbitrary<List<Step>> ways() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(true, false),
                        numbers(),
                        numbers())
                .as(Step::new)
                .list()
                .ofMinSize(4)
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<String> multipliers() {
        return Arbitraries.of("1", "100", "0.00000001", "92233720368.54775807", "1000000");
    }

    @Provide
    Arbitrary<String> lots() {
        return Arbitraries.of("1", "0.001", "0.00000001");
    }

    @Property(tries = 10_000, seed = "20261129")
    void shouldAnswerAndNeverThrowWhenPricesAndQuantitiesAreExtreme(
            @ForAll("multipliers") String multiplier, @ForAll("lots") String lot, @ForAll("ways") List<Step> ways) {
        Bench bench = new Bench();
        bench.accepted(Pool.DGM, bench.messages.instrument("AAPL", "XNAS", "USD", null, lot, multiplier, 1));
        int number = 0;
        for (Step step : ways) {
            number++;
            int before = bench.journal.size();
            switch (step.kind) {
                case 0, 1 -> trade(bench, step, number);
                case 2 -> bust(bench, step, number);
                case 3 -> priced(bench, bench.messages.trade("AAPL", "XNAS", step.number.toPlainString()), before);
                case 4 -> {
                    String bid = step.buy ? step.number.toPlainString() : null;
                    priced(bench, bench.messages.quote("AAPL", "XNAS", bid, step.other.toPlainString()), before);
                }
                default -> {
                    // Both ends at once: a middle of numbers whose difference is none.
                    String high = step.number.abs().toPlainString();
                    String low = step.other.abs().negate().toPlainString();
                    priced(bench, bench.messages.quote("AAPL", "XNAS", low, high), before);
                }
            }
        }
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    private static void priced(Bench bench, Messages message, int before) {
        long answer = bench.take(Pool.DGM, message);
        if (answer < 0) {
            assertEquals(Refusal.BAD_SCALE, Refusal.of(answer));
            assertEquals(before, bench.journal.size(), "nothing is written");
        }
    }

    private static void trade(Bench bench, Step step, int number) {
        String price = step.number.abs().toPlainString();
        String quantity = step.other.abs().toPlainString();
        Side side = step.buy ? Side.BUY : Side.SELL;
        String id = "o" + number;
        String portfolio = PORTFOLIOS.get(step.portfolio);
        long answer = bench.take(
                Pool.STRATEGY, bench.messages.newOrder(id, portfolio, "AAPL", side, quantity, Terms.limit(price)));
        if (answer > 0) {
            bench.approve(id);
            bench.take(Pool.CCM, bench.messages.fill(FillValues.of("t" + number, id, side, price, quantity)));
        }
    }

    /** Of a trade of before, where there was one. */
    private static void bust(Bench bench, Step step, int number) {
        int old = Math.floorMod(step.number.hashCode(), number);
        Side side = step.buy ? Side.BUY : Side.SELL;
        FillValues fill = FillValues.of("b" + number, "o" + old, side, "1", "1");
        bench.take(Pool.CCM, bench.messages.fill(fill.about(FillKind.CANCEL, "t" + old)));
    }

    private static Bench holding(String quantity) {
        Bench bench = Bench.withApple();
        bench.open("o", Side.BUY, quantity, "10");
        bench.fill("t", "o", Side.BUY, "10", quantity);
        return bench;
    }

    private static long mark(Bench bench) {
        return bench.kernel.state().instruments().mark(0);
    }

    @Example
    void shouldRefuseAPriceAndWriteNothingWhenWhatIsHeldCannotBeValuedAtIt() {
        Bench bench = holding("1000");
        long mark = mark(bench);
        long hash = bench.kernel.hash();
        bench.refused(Refusal.BAD_SCALE, Pool.DGM, bench.messages.trade("AAPL", "XNAS", "10000000000"));
        bench.refused(Refusal.BAD_SCALE, Pool.DGM, bench.messages.quote("AAPL", "XNAS", "10000000000", "10000000000"));
        assertEquals(hash, bench.kernel.hash());
        // The next one counts.
        bench.accepted(Pool.DGM, bench.messages.trade("AAPL", "XNAS", "11"));
        assertEquals(mark / 10 * 11, mark(bench));
    }

    @Example
    void shouldRefuseAQuoteWhenItsMiddleCannotBeCounted() {
        Bench bench = Bench.withApple();
        bench.refused(Refusal.BAD_SCALE, Pool.DGM, bench.messages.quote("AAPL", "XNAS", "-90000000000", "90000000000"));
        assertEquals(Reading.ABSENT, bench.kernel.state().instruments().bid(0));
    }

    @Example
    void shouldGoFromOneEndToTheOtherWhenBothCanBeCounted() {
        Bench bench = holding("1000");
        bench.accepted(Pool.DGM, bench.messages.trade("AAPL", "XNAS", "9000000000"));
        bench.accepted(Pool.DGM, bench.messages.trade("AAPL", "XNAS", "-9000000000"));
        bench.accepted(Pool.DGM, bench.messages.trade("AAPL", "XNAS", "10"));
        int account = bench.kernel.state().books().cash().find(bench.name("alpha"), bench.name("USD"));
        assertEquals(10_000_000_000L, bench.kernel.state().books().cash().gross(account));
        assertEquals(10_000_000_000L, bench.kernel.state().books().cash().net(account));
    }

    @Example
    void shouldRefuseAFillWhenThePositionCouldNotBeValued() {
        Bench bench = Bench.withApple();
        bench.open("o", Side.BUY, "1000", "10");
        Instruments instruments = bench.kernel.state().instruments();
        bench.accepted(Pool.DGM, bench.messages.trade("AAPL", "XNAS", "10000000000"));
        Messages fill = bench.messages.fill(FillValues.of("t", "o", Side.BUY, "10", "1000"));
        bench.refused(Refusal.BAD_SCALE, Pool.CCM, fill);
        // It is looked at anew once the price is a price.
        bench.accepted(Pool.DGM, bench.messages.trade("AAPL", "XNAS", "10"));
        bench.fill("t", "o", Side.BUY, "10", "1000");
        assertEquals(1_000_000_000, instruments.mark(0));
    }
}
