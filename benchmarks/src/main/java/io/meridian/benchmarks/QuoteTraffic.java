package io.meridian.benchmarks;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** Quotes of some instruments, one after the other, at a steady rate. */
final class QuoteTraffic implements AutoCloseable {
    private static final String TOPIC = "platform.data.quote.BENCH.";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final List<Publisher> publishers = new ArrayList<>();
    private int published;

    QuoteTraffic(Bus bus, int instruments) {
        for (int i = 0; i < instruments; i++) {
            publishers.add(bus.publisher(
                    PublisherSpec.fast(topic(i)).schema(QuoteEncoder.TEMPLATE_ID, QuoteEncoder.SCHEMA_VERSION)));
        }
    }

    static String topic(int instrument) {
        return TOPIC + "S" + instrument;
    }

    /** Publishes so many in a second, for so many in all. @return how many seconds it took */
    double publish(int count, int perSecond) {
        long beginNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long meantNs = beginNs + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() - meantNs < 0) {
                LockSupport.parkNanos(meantNs - System.nanoTime());
            }
            one();
        }
        return (System.nanoTime() - beginNs) / 1e9;
    }

    private void one() {
        int cents = ++published;
        int instrument = cents % publishers.size();
        QuoteEncoder quote = new QuoteEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        quote.symbol("S" + instrument).venue("BENCH").currency("USD");
        quote.bidPrice().mantissa(cents).scale((byte) 2);
        quote.bidSize().mantissa(100).scale((byte) 0);
        quote.askPrice().mantissa(cents + 1).scale((byte) 2);
        quote.askSize().mantissa(100).scale((byte) 0);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + quote.encodedLength();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (publishers.get(instrument).offer(buffer, 0, length) < 0) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the bus takes nothing more");
            }
            LockSupport.parkNanos(1_000);
        }
    }

    @Override
    public void close() {
        publishers.forEach(Publisher::close);
    }
}
