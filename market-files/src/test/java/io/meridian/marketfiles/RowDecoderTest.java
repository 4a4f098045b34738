package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowDecoderTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RowDecoder decoder = new RowDecoder();

    @TempDir
    private Path folder;

    private static String all(MarketRow row) {
        return row + " id=" + row.tradeId() + " period=" + row.periodNs() + " currency=" + row.currency();
    }

    private int encode(String columns, String row) {
        return new RowEncoder()
                .encode(
                        Reading.all(Reading.write(folder.resolve("a.csv"), columns, row))
                                .getFirst(),
                        77,
                        buffer,
                        0);
    }

    private String refusal(int length, DataKind kind) {
        return assertThrows(MarketDataException.class, () -> decoder.decode(buffer, 0, length, new MarketRow(kind)))
                .getMessage();
    }

    @Test
    void shouldReadWhatWasEncodedWhenItIsOfAnyKind() {
        List<String[]> files = List.of(
                new String[] {"time,symbol,bid,bid_size,ask,ask_size", "100,A,,,-1.50,300"},
                new String[] {"time,symbol,price,size,id", "100,A,9.990,1,x/1"},
                new String[] {"time,symbol,open,high,low,close,volume,period", "100,A,1.10,2,0.001,1.1000,,1m"});
        for (String[] file : files) {
            MarketRow row = Reading.all(Reading.write(folder.resolve("a.csv"), file[0], file[1]))
                    .getFirst();
            int length = new RowEncoder().encode(row, 77, buffer, 16);
            assertEquals(row.kind(), decoder.kind(buffer, 16, length));
            MarketRow read = new MarketRow(row.kind());
            decoder.decode(buffer, 16, length, read);
            assertEquals(all(row), all(read));
        }
    }

    @Test
    void shouldSayWhyWhenAMessageCannotBeARow() {
        int length = encode("time,symbol,price,size", "100,A,9.99,1");
        assertTrue(refusal(length - 1, DataKind.TRADE).contains("too short"));
        assertTrue(refusal(3, DataKind.TRADE).contains("length=3"));
        assertTrue(refusal(length, DataKind.QUOTE).contains("is not of kind=QUOTE"));
        new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        assertTrue(refusal(1024, DataKind.TRADE).contains("is no market data"));
        length = encode("time,symbol,open,high,low,close,period", "100,A,1,1,1,1,1m");
        BarEncoder bar = new BarEncoder().wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH);
        bar.openPrice().mantissa(9);
        assertTrue(refusal(length, DataKind.BAR).contains("column=open is not from low to high"));
        bar.openPrice().mantissa(1).scale((byte) 19);
        assertTrue(refusal(length, DataKind.BAR).contains("scale=19"));
        bar.openPrice().scale((byte) 0);
        bar.symbol("A.B");
        assertTrue(refusal(length, DataKind.BAR).contains("column=symbol text=A.B"));
        bar.symbol("A").kind(BarKind.VOLUME);
        assertTrue(refusal(length, DataKind.BAR).contains("kind of bar"));
        bar.kind(BarKind.TIME).period(0);
        assertTrue(refusal(length, DataKind.BAR).contains("period=0"));
    }

    @Test
    void shouldReadAnInstrumentAndWriteItToAFile() {
        InstrumentEncoder instrument = new InstrumentEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .symbol("A")
                .venue("V")
                .currency("EUR")
                .kind(InstrumentKind.FUTURE)
                .settlementDays((short) 2);
        instrument.tickSize().mantissa(25).scale((byte) 2);
        instrument.lotSize().mantissa(10).scale((byte) 0);
        instrument.title("Say \"A\", twice");
        int length = MessageHeaderEncoder.ENCODED_LENGTH + instrument.encodedLength();
        assertNull(decoder.kind(buffer, 0, length));
        InstrumentDefinition read = decoder.instrument(buffer, 0, length);
        assertEquals(
                "A V EUR 0.25 10 2",
                String.join(
                        " ",
                        read.symbol(),
                        read.venue(),
                        read.currency(),
                        read.tickSize().toString(),
                        read.lotSize().toString(),
                        read.settlementDays() + ""));
        Path file = folder.resolve("instruments.csv");
        InstrumentWriter.write(file, List.of(read));
        try (MarketCursor cursor = MarketFiles.open(file.toString(), Selection.all(), FileOptions.defaults())) {
            assertEquals(List.of(read), cursor.instruments());
        }
        for (int cut = 0; cut < length; cut++) {
            int shorter = cut;
            assertThrows(MarketDataException.class, () -> decoder.instrument(buffer, 0, shorter));
        }
    }

    @Test
    void shouldRefuseOrReadWhenBytesAreChanged() {
        SplittableRandom random = new SplittableRandom(20_261_128);
        int length = encode("time,symbol,open,high,low,close,period", "100,A,1,1,1,1,1m");
        byte[] whole = buffer.byteArray().clone();
        for (int i = 0; i < 20_000; i++) {
            buffer.putBytes(0, whole);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                buffer.putByte(random.nextInt(length), (byte) random.nextInt());
            }
            try {
                decoder.decode(buffer, 0, length, new MarketRow(DataKind.BAR));
            } catch (MarketDataException refused) {
                assertTrue(refused.getMessage().length() > 10);
            }
        }
    }
}
