package io.meridian.sdk.indicator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class IndicatorAllocationTest {
    private final Sma sma = new Sma(20);
    private final Ema ema = new Ema(20);
    private final Rsi rsi = new Rsi(14);
    private final Macd macd = new Macd();
    private final Atr atr = new Atr(14);
    private final Bollinger bands = new Bollinger();
    private final SessionVwap session = new SessionVwap();
    private final RollingVwap rolling = new RollingVwap(50);
    private final RollingExtreme least = RollingExtreme.min(50);

    private double feed(int updates) {
        double sum = 0;
        for (int i = 0; i < updates; i++) {
            double price = 100 + i % 17;
            sum += sma.update(price) + ema.update(price) + rsi.update(price) + macd.update(price);
            sum += atr.update(price + 1, price - 1, price) + bands.update(price) + bands.percentB();
            sum += session.update(price, 1) + rolling.update(price, 1) + least.update(price);
        }
        return sum;
    }

    @Test
    void shouldAllocateNothingWhenUpdated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        feed(20_000);
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        double sum = feed(100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // One byte for every update would be a million; the compiler at work may add a few hundred of its own.
        assertTrue(allocated < 10_000, "allocated=" + allocated + " sum=" + sum);
    }
}
