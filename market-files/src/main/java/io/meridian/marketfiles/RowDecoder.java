package io.meridian.marketfiles;

import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads rows out of messages of the trading schema, digit for digit: what a file can hold of them. For one thread; allocates nothing for
 * a message, save the names of instruments when they are new.
 */
public final class RowDecoder {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final BarDecoder bar = new BarDecoder();
    private final InstrumentDecoder instrument = new InstrumentDecoder();
    private final MutableDirectBuffer view = new UnsafeBuffer(0, 0);
    private final Names symbols = new Names(Names.SYMBOL);
    private final Names venues = new Names(Names.VENUE);
    private final Names currencies = new Names(Names.CURRENCY);
    private final char[] name = new char[Math.max(Names.SYMBOL, TradeDecoder.tradeIdLength())];

    /**
     * What a message tells of; null for an instrument.
     *
     * @throws MarketDataException when it is neither market data nor an instrument
     */
    public DataKind kind(DirectBuffer buffer, int offset, int length) {
        if (length < HEADER) {
            throw new MarketDataException("length=" + length + " of the message is less than that of a header");
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new MarketDataException("schema=" + header.schemaId() + " is not the trading schema");
        }
        return switch (header.templateId()) {
            case QuoteDecoder.TEMPLATE_ID -> DataKind.QUOTE;
            case TradeDecoder.TEMPLATE_ID -> DataKind.TRADE;
            case BarDecoder.TEMPLATE_ID -> DataKind.BAR;
            case InstrumentDecoder.TEMPLATE_ID -> null;
            default -> throw new MarketDataException("template=" + header.templateId() + " is no market data");
        };
    }

    /**
     * Reads a message of the row's kind into it.
     *
     * @throws MarketDataException when it is of another kind, or says what no row can say; the row is then of no use
     */
    public void decode(DirectBuffer buffer, int offset, int length, MarketRow row) {
        if (kind(buffer, offset, length) != row.kind) {
            throw new MarketDataException("template=" + header.templateId() + " is not of kind=" + row.kind);
        }
        try {
            row.periodNs = 0;
            row.tradeId.setLength(0);
            switch (row.kind) {
                case QUOTE -> quote(buffer, offset, length, row);
                case TRADE -> trade(buffer, offset, length, row);
                case BAR -> bar(buffer, offset, length, row);
            }
            if (row.timeNs == Long.MIN_VALUE || row.timeNs == Long.MAX_VALUE) {
                throw new BadRow("there is no time in it");
            }
            row.check();
        } catch (BadRow bad) {
            throw new MarketDataException(bad.getMessage());
        }
    }

    private void quote(DirectBuffer buffer, int offset, int length, MarketRow row) {
        requireBlock(length, QuoteDecoder.askSizeEncodingOffset() + QuoteDecoder.askSizeEncodingLength());
        quote.wrap(buffer, offset + HEADER, header.blockLength(), header.version());
        row.timeNs = quote.tsEvent();
        row.symbol = symbol(buffer, quote.offset() + QuoteDecoder.symbolEncodingOffset());
        row.venue = venue(buffer, quote.offset() + QuoteDecoder.venueEncodingOffset());
        row.currency = currency(buffer, quote.offset() + QuoteDecoder.currencyEncodingOffset());
        number(quote.bidPrice(), row, Field.BID);
        number(quote.bidSize(), row, Field.BID_SIZE);
        number(quote.askPrice(), row, Field.ASK);
        number(quote.askSize(), row, Field.ASK_SIZE);
    }

    private void trade(DirectBuffer buffer, int offset, int length, MarketRow row) {
        requireBlock(length, TradeDecoder.sizeEncodingOffset() + TradeDecoder.sizeEncodingLength());
        trade.wrap(buffer, offset + HEADER, header.blockLength(), header.version());
        row.timeNs = trade.tsEvent();
        row.symbol = symbol(buffer, trade.offset() + TradeDecoder.symbolEncodingOffset());
        row.venue = venue(buffer, trade.offset() + TradeDecoder.venueEncodingOffset());
        row.currency = currency(buffer, trade.offset() + TradeDecoder.currencyEncodingOffset());
        int idLength =
                read(buffer, trade.offset() + TradeDecoder.tradeIdEncodingOffset(), TradeDecoder.tradeIdLength());
        row.tradeId.append(name, 0, idLength);
        TradeIds.check(row.tradeId);
        number(trade.price(), row, Field.PRICE);
        number(trade.size(), row, Field.SIZE);
    }

    private void bar(DirectBuffer buffer, int offset, int length, MarketRow row) {
        requireBlock(length, BarDecoder.kindEncodingOffset() + BarDecoder.kindEncodingLength());
        bar.wrap(buffer, offset + HEADER, header.blockLength(), header.version());
        if (bar.kindRaw() != BarKind.TIME.value()) {
            throw new BadRow("kind of bar=" + bar.kindRaw() + ": only bars of a length of time fit into files");
        }
        row.timeNs = bar.tsEvent();
        row.periodNs = bar.period();
        if (row.periodNs <= 0 || row.periodNs > Periods.LONGEST.toNanos()) {
            throw new BadRow(
                    "period=" + row.periodNs + " ns is not above 0 and at most " + Periods.LONGEST.toDays() + " days");
        }
        row.symbol = symbol(buffer, bar.offset() + BarDecoder.symbolEncodingOffset());
        row.venue = venue(buffer, bar.offset() + BarDecoder.venueEncodingOffset());
        row.currency = currency(buffer, bar.offset() + BarDecoder.currencyEncodingOffset());
        number(bar.openPrice(), row, Field.OPEN);
        number(bar.highPrice(), row, Field.HIGH);
        number(bar.lowPrice(), row, Field.LOW);
        number(bar.closePrice(), row, Field.CLOSE);
        number(bar.volume(), row, Field.VOLUME);
    }

    /**
     * Reads the definition of an instrument.
     *
     * @throws MarketDataException when it is none, or says what no file can say
     */
    public InstrumentDefinition instrument(DirectBuffer buffer, int offset, int length) {
        if (kind(buffer, offset, length) != null) {
            throw new MarketDataException("template=" + header.templateId() + " is no instrument");
        }
        try {
            // Behind the block comes the title, with its length in front.
            requireBlock(length, InstrumentDecoder.BLOCK_LENGTH);
            // A length that lies must not reach behind the message.
            view.wrap(buffer, offset, length);
            instrument.wrap(view, HEADER, header.blockLength(), header.version());
            String symbol = symbol(view, instrument.offset() + InstrumentDecoder.symbolEncodingOffset());
            return Instruments.checked(
                    venue(view, instrument.offset() + InstrumentDecoder.venueEncodingOffset()),
                    symbol,
                    currency(view, instrument.offset() + InstrumentDecoder.currencyEncodingOffset()),
                    kindOf(instrument.kindRaw()),
                    step(instrument.tickSize(), Columns.TICK_SIZE),
                    step(instrument.lotSize(), Columns.LOT_SIZE),
                    instrument.settlementDays(),
                    instrument.title());
        } catch (BadRow bad) {
            throw new MarketDataException(bad.getMessage());
        } catch (IndexOutOfBoundsException cut) {
            throw new MarketDataException("length=" + length + " of the message is less than it says", cut);
        }
    }

    private static InstrumentKind kindOf(short raw) {
        try {
            return InstrumentKind.get(raw);
        } catch (IllegalArgumentException unknown) {
            throw new BadRow("kind=" + raw + " of the instrument is not known");
        }
    }

    private static Decimal step(DecimalDecoder from, String column) {
        if (Decimals.isAbsent(from.mantissa()) || from.mantissa() <= 0) {
            throw new BadRow("column=" + column + ": expected more than zero");
        }
        return new Decimal(from.mantissa(), scale(from, column));
    }

    private void requireBlock(int length, int least) {
        if (header.blockLength() < least || length < HEADER + header.blockLength()) {
            throw new BadRow("length=" + length + " block=" + header.blockLength() + " of the message is too short");
        }
    }

    private String symbol(DirectBuffer buffer, int index) {
        return symbols.find(Columns.SYMBOL, name, 0, read(buffer, index, Names.SYMBOL));
    }

    private String venue(DirectBuffer buffer, int index) {
        return venues.find(Columns.VENUE, name, 0, read(buffer, index, Names.VENUE));
    }

    private String currency(DirectBuffer buffer, int index) {
        return currencies.find(Columns.CURRENCY, name, 0, read(buffer, index, Names.CURRENCY));
    }

    /** Reads a text up to its first zero. @return its length */
    private int read(DirectBuffer buffer, int index, int longest) {
        int length = 0;
        for (; length < longest; length++) {
            byte letter = buffer.getByte(index + length);
            if (letter == 0) {
                break;
            }
            name[length] = (char) (letter & 0xFF);
        }
        return length;
    }

    private static void number(DecimalDecoder from, MarketRow row, Field field) {
        if (Decimals.isAbsent(from.mantissa())) {
            row.setAbsent(field.place());
        } else {
            row.set(field.place(), from.mantissa(), scale(from, field.column()));
        }
    }

    private static int scale(DecimalDecoder from, String column) {
        int scale = from.scale();
        if (scale < 0 || scale > Decimals.MAX_SCALE) {
            throw new BadRow("column=" + column + " scale=" + scale + " is not from 0 to " + Decimals.MAX_SCALE);
        }
        return scale;
    }
}
