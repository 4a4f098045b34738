package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.CashEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import io.meridian.plugin.contract.trading.NetAssetValueEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import io.meridian.storage.MarketStore;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel and the book tell, through the service into a real store, on the in-memory bus. */
final class TradingFeedTest {
    private static final String EVENTS = "platform.oms.event.alpha";
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Settings settings = Settings.reader(PlatformSettings.schemas())
            .values(Map.of(
                    "bus.backend", "memory", "memory.space", "trading-" + UUID.randomUUID(), "storage.memory", "64m"))
            .read();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private Bus telling;
    private Bus bus;
    private StoreService store;

    @BeforeEach
    void start() {
        telling = open();
        startService();
    }

    private Bus open() {
        return Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
    }

    private void startService() {
        bus = open();
        store = StoreService.start(bus, settings, folder.resolve("store"), SystemEpochNanoClock.INSTANCE, log::add);
    }

    private void stopService() {
        if (store != null) {
            store.onClose();
            bus.close();
            store = null;
        }
    }

    @AfterEach
    void stop() {
        stopService();
        telling.close();
    }

    private void until(String what, BooleanSupplier condition) {
        StoreRig.until(store, log, what, condition);
    }

    private void untilTraded(long messages) {
        until(messages + " are stored", () -> store.figures().traded.get() == messages);
    }

    private void tell(String topic, int encoded, int flags) {
        try (Publisher publisher = telling.publisher(PublisherSpec.durable(topic))) {
            long result = publisher.offer(
                    new MessageContext().flags(flags), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoded);
            assertTrue(result > 0, "result=" + result);
        }
    }

    private static void write(DecimalEncoder encoder, String number) {
        if (number == null) {
            Decimal.writeAbsent(encoder);
        } else {
            Decimal.parse(number).write(encoder);
        }
    }

    private static void write(MoneyEncoder encoder, String amount) {
        Money.of(amount, "USD").write(encoder);
    }

    private int orderEvent(String portfolio, long number, OrderState state, String reason) {
        OrderEventEncoder event = new OrderEventEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(5)
                .tsInit(6)
                .eventNumber(number)
                .orderId("o1")
                .parentId("")
                .venueOrderId("")
                .requestId("")
                .portfolio(portfolio)
                .symbol("AAPL")
                .venue("XNAS")
                .currency("USD");
        write(event.quantity(), "100.00");
        write(event.filledQuantity(), "0");
        write(event.leavesQuantity(), "100");
        write(event.averagePrice(), null);
        write(event.limitPrice(), "1.50");
        write(event.stopPrice(), null);
        event.side(Side.BUY)
                .previousState(OrderState.NULL_VAL)
                .state(state)
                .cause(OrderCause.NULL_VAL)
                .reason(reason);
        return event.encodedLength();
    }

    private int fill(String tradeId) {
        FillEncoder fill = new FillEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(7)
                .tsInit(8)
                .tradeId(tradeId)
                .orderId("o1")
                .placementId("p")
                .venueOrderId("")
                .referencedTradeId("")
                .portfolio("alpha")
                .symbol("AAPL")
                .venue("XNAS")
                .currency("USD");
        write(fill.price(), "1.4900");
        write(fill.quantity(), "10");
        write(fill.fee(), "-0.01");
        fill.tradeDate(20_500)
                .settlementDate(20_501)
                .side(Side.BUY)
                .kind(FillKind.NEW)
                .liquidity(Liquidity.NULL_VAL);
        return fill.encodedLength();
    }

    private int position(long madeNs, String quantity) {
        PositionEncoder position = new PositionEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(madeNs)
                .tsInit(madeNs)
                .portfolio("alpha")
                .symbol("AAPL")
                .venue("XNAS")
                .currency("USD");
        write(position.quantity(), quantity);
        write(position.averagePrice(), "1.49");
        write(position.marketPrice(), null);
        write(position.realisedGain(), "0");
        write(position.unrealisedGain(), "0.10");
        write(position.fees(), "-0.01");
        position.view(BookView.TRADE_DATE);
        return position.encodedLength();
    }

    private int cash() {
        CashEncoder cash = new CashEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(7)
                .tsInit(8)
                .portfolio("alpha");
        write(cash.balance(), "985.11");
        write(cash.available(), "900");
        write(cash.reserved(), "85.11");
        cash.view(BookView.SETTLED);
        return cash.encodedLength();
    }

    private int value() {
        NetAssetValueEncoder value = new NetAssetValueEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(9)
                .tsInit(10)
                .portfolio("alpha");
        write(value.value(), "1000.01");
        write(value.cash(), "985.11");
        write(value.grossExposure(), "14.9");
        write(value.netExposure(), "14.9");
        value.view(BookView.TRADE_DATE);
        return value.encodedLength();
    }

    private List<TradingRow> stored(TradingTable table) {
        stopService();
        try (MarketStore opened = StorePlace.open(settings, folder.resolve("store"), true)) {
            return opened.trading().history(TradingQuery.all(table), Long.MAX_VALUE, 100);
        }
    }

    @Test
    void shouldKeepEachKindOfWhatIsToldDigitForDigit() {
        tell(EVENTS, orderEvent("alpha", 1, OrderState.CREATED, "said \"so\""), 0);
        tell(EVENTS, fill("t1"), 0);
        tell(EVENTS, position(8, "10"), 0);
        tell(EVENTS, cash(), 0);
        tell("platform.bor.nav.alpha", value(), 0);
        untilTraded(5);
        TradingRow event = stored(TradingTable.ORDERS).getFirst();
        assertEquals(
                "[5, 6, alpha, o1, 1, XNAS, AAPL, USD, BUY, CREATED, , , 100.00, 0, 100, null, 1.50, null, , , , said"
                        + " \"so\"]",
                event.values().toString());
        assertEquals(32, event.trace().length());
        assertEquals(
                "[7, 8, alpha, o1, t1, XNAS, AAPL, USD, BUY, NEW, , 10, 1.4900, -0.01, USD, 20500, 20501, p, , ]",
                stored(TradingTable.FILLS).getFirst().values().toString());
        assertEquals(
                "[8, 8, alpha, TRADE_DATE, XNAS, AAPL, USD, 10, 1.49, null, 0, USD, 0.10, USD, -0.01, USD]",
                stored(TradingTable.POSITIONS).getFirst().values().toString());
        assertEquals(
                "[7, 8, alpha, SETTLED, USD, 985.11, 900, 85.11]",
                stored(TradingTable.CASH).getFirst().values().toString());
        assertEquals(
                "[9, 10, alpha, TRADE_DATE, USD, 1000.01, 985.11, 14.9, 14.9]",
                stored(TradingTable.VALUES).getFirst().values().toString());
    }

    @Test
    void shouldMissNothingThatIsToldWhileItIsAwayAndKeepOnceWhatIsToldTwice() {
        tell(EVENTS, fill("t1"), 0);
        untilTraded(1);
        stopService();
        tell(EVENTS, fill("t1"), 0);
        tell(EVENTS, fill("t2"), 0);
        tell(EVENTS, position(9, "20"), 0);
        startService();
        until("what was told meanwhile is stored", () -> store.figures().traded.get() >= 3);
        List<TradingRow> fills = stored(TradingTable.FILLS);
        assertEquals(
                List.of("t2", "t1"),
                fills.stream().map(row -> row.text("trade_id")).toList());
    }

    @Test
    void shouldSendWhatCannotBeKeptToTheDeadLettersAndGoOn() {
        tell(EVENTS, orderEvent("beta", 1, OrderState.CREATED, "of another portfolio"), 0);
        tell(EVENTS, orderEvent("alpha", 2, OrderState.CREATED, "zero \0"), 0);
        orderEvent("alpha", 3, OrderState.CREATED, "cut short");
        tell(EVENTS, 40, 0);
        tell(EVENTS, orderEvent("alpha", 4, OrderState.OPEN, "good"), 0);
        untilTraded(1);
        until("the bad ones are told of", () -> store.figures().refused.get() == 3);
        assertTrue(log.toString().contains("it tells of beta"), log::toString);
        assertEquals(
                List.of(4L),
                stored(TradingTable.ORDERS).stream()
                        .map(row -> row.number("number"))
                        .toList());
    }

    @Test
    void shouldDoSomethingWithEachOfManyBrokenMessages() {
        Random random = new Random(11);
        int messages = 3_000;
        try (Publisher publisher = telling.publisher(PublisherSpec.durable(EVENTS))) {
            for (int i = 0; i < messages; i++) {
                int encoded = switch (random.nextInt(4)) {
                    case 0 -> orderEvent("alpha", i, OrderState.OPEN, "reason");
                    case 1 -> fill("t" + i);
                    case 2 -> position(i, "5");
                    default -> cash();
                };
                int length = MessageHeaderEncoder.ENCODED_LENGTH + encoded;
                for (int b = random.nextInt(6); b > 0; b--) {
                    buffer.putByte(random.nextInt(length), (byte) random.nextInt());
                }
                int told = random.nextInt(3) == 0 ? random.nextInt(length) : length;
                assertTrue(publisher.offer(new MessageContext(), buffer, 0, told) > 0);
                if (i % 200 == 0) {
                    int so = i;
                    until("it goes on", () -> done() > so - 200);
                }
            }
        }
        tell(EVENTS, orderEvent("alpha", 1_000_000, OrderState.FILLED, "last"), 0);
        long[] last = {-1, 0};
        until("nothing more comes", () -> {
            if (done() != last[0]) {
                last[0] = done();
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > SECOND;
        });
        assertEquals(1_000_000, stored(TradingTable.ORDERS).getFirst().number("number"));
    }

    private long done() {
        return store.figures().traded.get() + store.figures().refused.get();
    }

    @Test
    void shouldKeepNothingThatFollowsFromReplayedData() {
        tell(EVENTS, fill("replayed"), EnvelopeLayout.FLAG_REPLAYED);
        tell(EVENTS, fill("live"), 0);
        untilTraded(1);
        assertEquals("live", stored(TradingTable.FILLS).getFirst().text("trade_id"));
    }
}
