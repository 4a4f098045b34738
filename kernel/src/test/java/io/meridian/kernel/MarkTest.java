package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.journal.MarkedEncoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import io.meridian.kernel.journal.MessageHeaderEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which price an instrument is valued at: the market's last trade, else the middle of a quote, else our first fill. */
final class MarkTest {
    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;

    @AfterEach
    void shouldBeTheSameWhenReplayed() {
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    private void quote(String bid, String ask) {
        bench.accepted(Pool.DGM, messages.quote("AAPL", "XNAS", bid, ask));
    }

    private void trade(String price) {
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", price));
    }

    private void fill(String price) {
        bench.open("o", Side.BUY, "5", price);
        bench.fill("t", "o", Side.BUY, price, "5");
    }

    private void marked(String price) {
        BigDecimal mark = BigDecimal.valueOf(bench.kernel.state().instruments().mark(0), 8);
        assertEquals(new BigDecimal(price), mark.stripTrailingZeros().setScale(new BigDecimal(price).scale()));
    }

    @Test
    void shouldMoveWithQuotesOfBothSidesWhenOneOfOneSideCameBetween() {
        quote("9", "11");
        marked("10");
        quote("9", null);
        marked("10");
        quote("19", "21");
        marked("20");
    }

    @Test
    void shouldMoveWithQuotesWhenOurFirstFillHasSetIt() {
        fill("7");
        marked("7");
        quote(null, "11");
        marked("7");
        quote("9", "11");
        marked("10");
        quote("10", "12");
        marked("11");
    }

    @Test
    void shouldStayAtTheTradeWhenQuotesCome() {
        quote("9", "11");
        trade("12");
        quote("19", "21");
        marked("12");
        trade("13");
        marked("13");
    }

    /** The price alone does not show that it is a trade. */
    @Test
    void shouldStayAtTheTradeWhenItWasAtTheMiddle() {
        quote("9", "11");
        trade("10");
        quote("19", "21");
        marked("10");
    }

    @Test
    void shouldStayAtTheTradeWhenTheInstrumentIsDefinedAnewOrSplit() {
        trade("10");
        Sender other = new Sender(Pool.DGM, "dgm-2");
        assertTrue(bench.take(other, messages.instrument("AAPL", "XNAS", "USD", "0.05", "1", 2)) > 0);
        quote("19", "21");
        marked("10");
        assertEquals(2, bench.kernel.state().instruments().settlementDays(0));
        assertEquals(1, bench.kernel.state().instruments().kind(0));
        bench.accepted(Pool.BOR, messages.action("s", "AAPL", ActionKind.SPLIT, null, "", 2, 1, 0));
        quote("19", "21");
        marked("5");
    }

    @Test
    void shouldMoveWithQuotesWhenItWasSplitBeforeAnyTrade() {
        fill("7");
        bench.accepted(Pool.BOR, messages.action("s", "AAPL", ActionKind.SPLIT, null, "", 2, 1, 0));
        marked("3.5");
        quote("3", "5");
        marked("4");
    }

    @Test
    void shouldReadAMarkWhenAnOlderVersionWroteIt() {
        trade("10");
        Kernel other = new Kernel(bench.options, (_, _, _) -> {});
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        for (byte[] event : bench.journal) {
            UnsafeBuffer buffer = new UnsafeBuffer(event.clone());
            if (header.wrap(buffer, 0).templateId() == MarkedEncoder.TEMPLATE_ID) {
                new MessageHeaderEncoder()
                        .wrap(buffer, 0)
                        .blockLength(MarkedEncoder.BLOCK_LENGTH - 1)
                        .version(1);
            }
            other.apply(buffer, 0);
        }
        assertEquals(1_000_000_000, other.state().instruments().mark(0));
        // It does not say where the mark came from.
        assertFalse(other.state().instruments().isTraded(0));
    }
}
