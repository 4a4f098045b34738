package io.meridian.backtest.engine;

import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.value.Decimals;
import java.math.RoundingMode;
import org.agrona.MutableDirectBuffer;

/**
 * Makes a quote of each bar, for strategies that read quotes: around the close, with a spread that is assumed, and half of the bar's volume on either side. It
 * is a guess, and who uses it is told so.
 */
final class DerivedQuotes {
    private static final double[] POWERS = new double[Decimals.MAX_SCALE + 1];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Math.pow(10, i);
        }
    }

    private final double halfSpread;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final QuoteEncoder quote = new QuoteEncoder();

    /** @param spreadBasisPoints from bid to ask, in parts of ten thousand of the price */
    DerivedQuotes(double spreadBasisPoints) {
        halfSpread = spreadBasisPoints / 20_000;
    }

    /** @param tickScale of the instrument's prices, as {@link #scaleOf} says */
    int write(MutableDirectBuffer buffer, long timeNs, Tape.Listed listed, int tickScale, BarDecoder bar) {
        int scale = Math.max(tickScale, bar.closePrice().scale());
        long close =
                Decimals.rescale(bar.closePrice().mantissa(), bar.closePrice().scale(), scale, RoundingMode.HALF_EVEN);
        long tick = Math.max(1, Math.round(listed.tickSize() * POWERS[scale]));
        long half = (long) Math.ceil(close * halfSpread);
        long bid = Math.floorDiv(close - half, tick) * tick;
        long ask = Math.ceilDiv(close + half, tick) * tick;
        quote.wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .symbol(listed.symbol())
                .venue(listed.venue())
                .currency(listed.currency());
        put(quote.bidPrice(), Math.max(tick, bid), scale);
        put(quote.askPrice(), ask == bid ? ask + tick : ask, scale);
        size(quote.bidSize(), bar.volume());
        size(quote.askSize(), bar.volume());
        return MessageHeaderEncoder.ENCODED_LENGTH + QuoteEncoder.BLOCK_LENGTH;
    }

    private static void size(DecimalEncoder to, DecimalDecoder volume) {
        long mantissa = volume.mantissa();
        put(to, Decimals.isAbsent(mantissa) ? 0 : mantissa / 2, volume.scale());
    }

    private static void put(DecimalEncoder to, long mantissa, int scale) {
        to.mantissa(mantissa).scale((byte) scale);
    }

    /** The digits behind the point that a tick has. */
    static int scaleOf(double tick) {
        int scale = 0;
        for (double value = tick; scale < 9 && Math.abs(value - Math.rint(value)) > 1e-9; value *= 10) {
            scale++;
        }
        return scale;
    }
}
