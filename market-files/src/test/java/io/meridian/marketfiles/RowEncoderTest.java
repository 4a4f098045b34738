package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowEncoderTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @TempDir
    private Path folder;

    private MarketRow encode(String columns, String row) {
        MarketRow read = Reading.all(Reading.write(folder.resolve("a.csv"), columns, row))
                .getFirst();
        buffer.setMemory(0, buffer.capacity(), (byte) 0x55);
        assertEquals(RowEncoder.length(read), new RowEncoder().encode(read, 77, buffer, 0));
        header.wrap(buffer, 0);
        assertEquals(read.templateId(), header.templateId());
        return read;
    }

    @Test
    void shouldKeepEveryDigitWhenABarIsEncoded() {
        encode("time,symbol,venue,open,high,low,close,volume,period", "100,A,V,1.10,2,0.001,1.1000,,1m");
        BarDecoder bar = new BarDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertEquals("A V USD", bar.symbol() + " " + bar.venue() + " " + bar.currency());
        assertEquals(100_000_000_000L, bar.tsEvent());
        assertEquals(77, bar.tsInit());
        assertEquals(40_000_000_000L, bar.begin());
        assertEquals("1.1000", Decimal.read(bar.closePrice()).toString());
        assertEquals("0.001", Decimal.read(bar.lowPrice()).toString());
        assertEquals(Decimals.ABSENT, bar.volume().mantissa());
        assertEquals(Decimals.ABSENT, bar.averagePrice().mantissa());
    }

    @Test
    void shouldKeepEveryDigitWhenQuotesAndTradesAreEncoded() {
        encode("time,symbol,bid,bid_size,ask,ask_size", "100,A,,,-1.50,300");
        QuoteDecoder quote = new QuoteDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertEquals(Decimals.ABSENT, quote.bidPrice().mantissa());
        assertEquals("-1.50", Decimal.read(quote.askPrice()).toString());
        assertEquals("300", Decimal.read(quote.askSize()).toString());
        encode("time,symbol,price,size,id", "100,A,9.99,1,x/1");
        TradeDecoder trade = new TradeDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertEquals("x/1", trade.tradeId());
        assertEquals("9.99", Decimal.read(trade.price()).toString());
    }
}
