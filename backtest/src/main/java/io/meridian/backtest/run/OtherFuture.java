package io.meridian.backtest.run;

import io.meridian.backtest.engine.Tape;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import io.meridian.sdk.event.MarketData;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;

/** A tape with other prices from a time on: the same rows at the same times, each price moved by up to a tenth. */
record OtherFuture(Tape tape, long fromThenNs, long seed) implements Tape {
    private static final double MOST = 0.1;

    @Override
    public String description() {
        return tape.description() + ", with other prices later";
    }

    @Override
    public Cursor open(long fromNs, long toNs) {
        return new Changed(tape.open(fromNs, toNs));
    }

    private final class Changed implements Cursor {
        private final Cursor rows;
        private final SplittableRandom random = new SplittableRandom(seed);

        Changed(Cursor rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            return rows.next();
        }

        @Override
        public long timeNs() {
            return rows.timeNs();
        }

        @Override
        public MarketData.Kind kind() {
            return rows.kind();
        }

        @Override
        public int listing() {
            return rows.listing();
        }

        @Override
        public Listed listed(int listing) {
            return rows.listed(listing);
        }

        @Override
        public int length() {
            return rows.length();
        }

        @Override
        public void write(MutableDirectBuffer buffer, int offset) {
            rows.write(buffer, offset);
            if (timeNs() >= fromThenNs) {
                change(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, 1 + MOST * (2 * random.nextDouble() - 1));
            }
        }

        /** All prices of a message by the same factor, so that a bar stays a bar. A price's mantissa comes first in it. */
        private void change(MutableDirectBuffer buffer, int block, double factor) {
            switch (kind()) {
                case BAR -> {
                    scale(buffer, block + BarDecoder.openPriceEncodingOffset(), factor);
                    scale(buffer, block + BarDecoder.highPriceEncodingOffset(), factor);
                    scale(buffer, block + BarDecoder.lowPriceEncodingOffset(), factor);
                    scale(buffer, block + BarDecoder.closePriceEncodingOffset(), factor);
                }
                case QUOTE -> {
                    scale(buffer, block + QuoteDecoder.bidPriceEncodingOffset(), factor);
                    scale(buffer, block + QuoteDecoder.askPriceEncodingOffset(), factor);
                }
                default -> scale(buffer, block + TradeDecoder.priceEncodingOffset(), factor);
            }
        }

        private static void scale(MutableDirectBuffer buffer, int at, double factor) {
            long mantissa = buffer.getLong(at, java.nio.ByteOrder.LITTLE_ENDIAN);
            if (mantissa > 0) {
                buffer.putLong(at, Math.max(1, (long) (mantissa * factor)), java.nio.ByteOrder.LITTLE_ENDIAN);
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
