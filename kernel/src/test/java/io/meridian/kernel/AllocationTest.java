package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.book.Amounts;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AllocationTest {
    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;
    private final BookReader reader = new BookReader(bench.kernel);

    AllocationTest() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        bench.fill("t2", "o1", Side.BUY, "10.40", "60");
    }

    @AfterEach
    void shouldBeTheSameWhenReplayed() {
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    private void ask(String id, AllocationMethod method, String... shares) {
        bench.accepted(Pool.OMS, messages.allocation(id, "o1", method, AllocationState.REQUESTED, shares));
    }

    private void refused(Refusal refusal, String id, AllocationMethod method, String... shares) {
        bench.refused(refusal, Pool.OMS, messages.allocation(id, "o1", method, AllocationState.REQUESTED, shares));
    }

    private Messages says(String id, AllocationState state) {
        return messages.allocation(id, "o1", AllocationMethod.PRO_RATA, state);
    }

    private Decimal held(String portfolio) {
        return reader.holding(portfolio, "AAPL", "XNAS", BookView.TRADE_DATE).quantity();
    }

    @Test
    void shouldBookSharesAtTheAveragePriceWhenAllHaveAgreed() {
        ask("a", AllocationMethod.PRO_RATA, "one=1", "two=1", "three=1");
        assertEquals(Decimal.of(100), held("alpha"));
        bench.refused(Refusal.NO_SUCH_ALLOCATION_MOVE, Pool.BOR, says("a", AllocationState.AFFIRMED));
        bench.refused(Refusal.POOL_MAY_NOT_MOVE, Pool.OMS, says("a", AllocationState.CONFIRMED));
        bench.accepted(Pool.CCM, says("a", AllocationState.CONFIRMED));
        assertNull(reader.holding("one", "AAPL", "XNAS", BookView.TRADE_DATE));
        bench.accepted(Pool.BOR, says("a", AllocationState.AFFIRMED));
        // The hundredth share goes to the first of those alike.
        assertEquals(Decimal.of(34), held("one"));
        assertEquals(Decimal.of(33), held("two"));
        assertEquals(Decimal.ZERO, held("alpha"));
        // 40 at 10.50 and 60 at 10.40 are 10.44 each.
        assertEquals(Money.of("-354.96", "USD"), reader.cash("one", "USD", BookView.TRADE_DATE));
        assertEquals(Money.of("0", "USD"), reader.cash("alpha", "USD", BookView.TRADE_DATE));
        assertEquals(
                Decimal.parse("10.44"),
                reader.holding("two", "AAPL", "XNAS", BookView.TRADE_DATE).averagePrice());
    }

    @Test
    void shouldGiveBackWhatWasToBeSharedWhenItIsRejected() {
        ask("a", AllocationMethod.PERCENTAGE, "one=0.25", "two=0.75");
        refused(Refusal.BAD_SHARES, "b", AllocationMethod.AVERAGE_PRICE, "one=1");
        bench.refused(
                Refusal.ALLOCATED,
                Pool.CCM,
                messages.fill(FillValues.of("t3", "o1", Side.BUY, "10.50", "40").about(FillKind.CANCEL, "t1")));
        bench.accepted(Pool.CCM, says("a", AllocationState.REJECTED));
        ask("c", AllocationMethod.AVERAGE_PRICE, "one=60", "two=30");
        bench.accepted(Pool.EMS, says("c", AllocationState.CONFIRMED));
        bench.accepted(Pool.BOR, says("c", AllocationState.AFFIRMED));
        assertEquals(Decimal.of(60), held("one"));
        assertEquals(Decimal.of(10), held("alpha"));
    }

    private String sentence(Pool pool, AllocationState state) {
        return Refusal.of(bench.take(pool, says("a", state))).sentence();
    }

    @Test
    void shouldSpeakOfTheAllocationWhenItCannotGoThere() {
        ask("a", AllocationMethod.PRO_RATA, "one=1");
        String affirmed = sentence(Pool.BOR, AllocationState.AFFIRMED);
        assertTrue(affirmed.startsWith("An allocation "), affirmed);
        String confirmed = sentence(Pool.OMS, AllocationState.CONFIRMED);
        assertTrue(confirmed.contains("allocation"), confirmed);
        bench.accepted(Pool.CCM, says("a", AllocationState.REJECTED));
        String rejected = sentence(Pool.EMS, AllocationState.REJECTED);
        assertTrue(rejected.startsWith("An allocation "), rejected);
    }

    @Test
    void shouldRefuseSharesThatMakeNoWhole() {
        refused(Refusal.BAD_SHARES, "a", AllocationMethod.PERCENTAGE, "one=0.25", "two=0.7");
        refused(Refusal.BAD_SHARES, "b", AllocationMethod.AVERAGE_PRICE, "one=60", "two=41");
        refused(Refusal.BAD_SHARES, "c", AllocationMethod.PRO_RATA);
        refused(Refusal.BAD_SHARES, "d", AllocationMethod.PRO_RATA, "one=-1");
    }

    @Test
    void shouldShareOutEveryUnitWhenWeightsDoNotDivideIt() {
        long[] shares = new long[3];
        Amounts.shareOut(10, new long[] {5, 3, 2}, shares, 3);
        assertEquals("5 3 2", shares[0] + " " + shares[1] + " " + shares[2]);
        Amounts.shareOut(7, new long[] {5, 3, 2}, shares, 3);
        // Parts of 3.5, 2.1 and 1.4.
        assertEquals("4 2 1", shares[0] + " " + shares[1] + " " + shares[2]);
    }
}
