package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.BarSource;
import io.meridian.plugin.contract.trading.CalendarEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;

/** A gateway for tests: it publishes market data on a bus of its own. */
final class StoreRig implements AutoCloseable {
    static final String VENUE = "XNAS";

    private final Bus bus;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageContext context = new MessageContext();

    StoreRig(Settings settings) {
        bus = Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
    }

    Bus bus() {
        return bus;
    }

    static String quotes(String symbol) {
        return "platform.data.quote." + VENUE + "." + symbol;
    }

    /** A quote on the topic of its symbol. @return its sequence */
    long quote(String symbol, long timeNs, long cents) {
        return quote(quotes(symbol), symbol, timeNs, cents, 0);
    }

    long quote(String topic, String symbol, long timeNs, long cents, int flags) {
        QuoteEncoder quote = new QuoteEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .symbol(symbol)
                .venue(VENUE)
                .currency("USD");
        quote.bidPrice().mantissa(cents).scale((byte) 2);
        quote.bidSize().mantissa(100).scale((byte) 0);
        quote.askPrice().mantissa(cents + 1).scale((byte) 2);
        quote.askSize().mantissa(100).scale((byte) 0);
        return publish(
                PublisherSpec.fast(topic).schema(QuoteEncoder.TEMPLATE_ID, MessageHeaderEncoder.SCHEMA_VERSION),
                quote.encodedLength(),
                flags);
    }

    void bar(String symbol, long endNs, long periodNs, long cents) {
        BarEncoder bar = new BarEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(endNs)
                .tsInit(endNs)
                .begin(endNs - periodNs)
                .period(periodNs)
                .symbol(symbol)
                .venue(VENUE)
                .currency("USD")
                .kind(BarKind.TIME)
                .source(BarSource.TRADES);
        bar.openPrice().mantissa(cents).scale((byte) 2);
        bar.highPrice().mantissa(cents).scale((byte) 2);
        bar.lowPrice().mantissa(cents).scale((byte) 2);
        bar.closePrice().mantissa(cents).scale((byte) 2);
        bar.volume().mantissa(1).scale((byte) 0);
        publish("platform.data.bar." + VENUE + "." + symbol, bar.encodedLength(), 0);
    }

    void instrument(String symbol, long tick) {
        InstrumentEncoder instrument = new InstrumentEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .symbol(symbol)
                .venue(VENUE)
                .currency("USD")
                .kind(InstrumentKind.EQUITY)
                .right(OptionRight.NULL_VAL)
                .settlementDays((short) 1);
        instrument.tickSize().mantissa(tick).scale((byte) 2);
        instrument.lotSize().mantissa(1).scale((byte) 0);
        instrument.title("Share of " + symbol);
        publish("platform.data.instrument." + VENUE + "." + symbol, instrument.encodedLength(), 0);
    }

    /** Told by the kernel, durable. @param closedOn as 20261225 */
    void calendar(String topic, String venue, int... closedOn) {
        CalendarEncoder calendar = new CalendarEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(1)
                .tsInit(1)
                .name(venue);
        calendar.weekend().clear().friday(true).saturday(true);
        CalendarEncoder.HolidaysEncoder holidays = calendar.holidaysCount(closedOn.length);
        for (int date : closedOn) {
            holidays.next().date(date);
        }
        publish(PublisherSpec.durable(topic), calendar.encodedLength(), 0);
    }

    /** A fill on the topic of its portfolio, durable. */
    void fill(String portfolio, String tradeId) {
        long now = SystemEpochNanoClock.INSTANCE.nanoTime();
        FillEncoder fill = new FillEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(now)
                .tsInit(now)
                .tradeId(tradeId)
                .orderId("o")
                .placementId("")
                .venueOrderId("")
                .referencedTradeId("")
                .portfolio(portfolio)
                .symbol("A")
                .venue(VENUE)
                .currency("USD");
        fill.price().mantissa(1).scale((byte) 2);
        fill.quantity().mantissa(1).scale((byte) 0);
        fill.fee().mantissa(0).scale((byte) 0).currency("USD");
        fill.tradeDate(1).settlementDate(1).side(Side.BUY).kind(FillKind.NEW).liquidity(Liquidity.NULL_VAL);
        publish(PublisherSpec.durable("platform.oms.event." + portfolio), fill.encodedLength(), 0);
    }

    void nonsense(String symbol) {
        buffer.setMemory(0, 64, (byte) 0x77);
        publish(quotes(symbol), 56, 0);
    }

    private long publish(String topic, int encoded, int flags) {
        return publish(PublisherSpec.fast(topic), encoded, flags);
    }

    private long publish(PublisherSpec spec, int encoded, int flags) {
        Publisher publisher = publishers.computeIfAbsent(spec.topic().name(), name -> bus.publisher(spec));
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoded;
        context.reset();
        long result = publisher.offer(context.flags(flags), buffer, 0, length);
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the bus takes nothing: result=" + result);
            }
            LockSupport.parkNanos(100_000);
            result = publisher.offer(context, buffer, 0, length);
        }
        if (result < 0) {
            throw new AssertionError("result=" + result);
        }
        return result;
    }

    /** Lets a service work until something is so, and fails when that takes longer than 20 s. */
    static void until(StoreService store, List<String> log, String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (store.doWork() == 0) {
                LockSupport.parkNanos(200_000);
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new AssertionError("not within 20 s: " + what + "; " + store.figures() + " " + log);
                }
            }
        }
    }

    static int replayed() {
        return EnvelopeLayout.FLAG_REPLAYED;
    }

    @Override
    public void close() {
        bus.close();
    }
}
