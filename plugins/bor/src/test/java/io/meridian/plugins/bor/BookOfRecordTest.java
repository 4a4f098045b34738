package io.meridian.plugins.bor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.AllocationEncoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.CashEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.BookWriter;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.NetAssetValue;
import io.meridian.sdk.event.Position;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BookOfRecordTest {
    private static final String EVENTS = "platform.oms.event.p1";

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final Sim sim = Sim.of(BookOfRecord.class);
    private int trades;

    @AfterEach
    void close() {
        sim.close();
    }

    private boolean isOfThePast;

    private void publish(int template, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        if (isOfThePast) {
            sim.bus().publish(EVENTS, template, EventWriter.VERSION, bytes, 1, true);
            sim.advance(Duration.ofMillis(1));
        } else {
            sim.publish(EVENTS, template, EventWriter.VERSION, bytes);
        }
    }

    private void fill(Side side, double quantity, double price) {
        new EventWriter().fill(buffer, 0, 1, "t" + ++trades, "o1", "p1", "XNAS", "AAPL", "USD", side, quantity, price);
        publish(FillEncoder.TEMPLATE_ID, EventWriter.FILL);
    }

    private void kernelSays(String quantity) {
        int length = new BookWriter()
                .position(
                        buffer,
                        0,
                        1,
                        new BookWriter.PositionValues(
                                "p1",
                                "XNAS",
                                "AAPL",
                                "USD",
                                new BigDecimal(quantity),
                                null,
                                null,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO));
        publish(PositionEncoder.TEMPLATE_ID, length);
    }

    private void shared(AllocationState state) {
        AllocationEncoder allocation =
                new AllocationEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        allocation
                .tsEvent(1)
                .tsInit(1)
                .allocationId("a1")
                .orderId("o1")
                .method(AllocationMethod.PRO_RATA)
                .state(state);
        allocation.sharesCount(0);
        publish(AllocationEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH + allocation.encodedLength());
    }

    private void cash(double balance) {
        publish(CashEncoder.TEMPLATE_ID, new ReportWriter().cash(buffer, 0, 1, "p1", "USD", balance, 0));
    }

    private <E extends Event> E last(Class<E> type) {
        List<E> all = sim.bus().published().stream()
                .filter(message -> message.topic().startsWith("platform.bor."))
                .map(Published::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        return all.getLast();
    }

    @Test
    void shouldSayWhatIsHeldAndWhatItIsWorth() {
        cash(10_000);
        fill(Side.BUY, 100, 50);
        cash(5_000);
        assertEquals(100, last(Position.class).quantity());
        sim.quote("AAPL", 50.99, 51.01);
        sim.advance(Duration.ofSeconds(1));
        assertEquals(100, last(Position.class).unrealisedGain());
        assertEquals(51, last(Position.class).marketPrice());
        assertEquals(10_100, last(NetAssetValue.class).value());
        assertEquals(5_100, last(NetAssetValue.class).grossExposure());
    }

    @Test
    void shouldNeverTellAWorthWithWhatWasBoughtAndTheCashFromBefore() {
        cash(10_000);
        sim.advance(Duration.ofSeconds(1));
        assertEquals(10_000, last(NetAssetValue.class).value());
        fill(Side.BUY, 100, 50);
        sim.advance(Duration.ofSeconds(3));
        sim.quote("AAPL", 49.99, 50.01);
        sim.advance(Duration.ofSeconds(3));
        assertEquals(1, values());
        cash(4_999);
        assertEquals(9_999, last(NetAssetValue.class).value());
        assertEquals(2, values());
    }

    /** Nothing can be said of the past while it is heard: it is told with the next look. */
    @Test
    void shouldTellTheWorthOfWhatWasTradedWhileItWasAway() {
        cash(10_000);
        sim.advance(Duration.ofSeconds(1));
        isOfThePast = true;
        fill(Side.BUY, 100, 50);
        cash(4_999);
        assertEquals(1, values());
        sim.advance(Duration.ofSeconds(1));
        assertEquals(9_999, last(NetAssetValue.class).value());
        assertEquals(
                4_999,
                last(NetAssetValue.class).value() - last(NetAssetValue.class).netExposure());
    }

    private long values() {
        return sim.bus().published().stream()
                .filter(message -> message.event() instanceof NetAssetValue)
                .count();
    }

    @Test
    void shouldSpeakOnlyWhenSomethingChanged() {
        fill(Side.BUY, 100, 50);
        sim.advance(Duration.ofSeconds(2));
        int said = sim.bus().published().size();
        sim.advance(Duration.ofSeconds(10));
        assertEquals(said, sim.bus().published().size());
    }

    @Test
    void shouldSayThatTheKernelHasAnotherNumber() {
        fill(Side.BUY, 100, 50);
        kernelSays("100");
        sim.advance(Duration.ofSeconds(10));
        assertTrue(sim.bus().lastHeartbeat().getReason().isEmpty());
        kernelSays("90");
        sim.advance(Duration.ofSeconds(3));
        assertTrue(sim.bus().lastHeartbeat().getReason().isEmpty());
        sim.advance(Duration.ofSeconds(5));
        String reason = sim.bus().lastHeartbeat().getReason();
        assertTrue(reason.contains("p1 AAPL: 100 by fills, 90 by the kernel"), reason);
        kernelSays("100");
        sim.advance(Duration.ofSeconds(2));
        assertTrue(sim.bus().lastHeartbeat().getReason().isEmpty());
    }

    @Test
    void shouldTakeOverWhatIsLeftWhenAnOrderWasSharedOut() {
        fill(Side.BUY, 100, 50);
        shared(AllocationState.CONFIRMED);
        kernelSays("100");
        shared(AllocationState.AFFIRMED);
        kernelSays("34");
        sim.advance(Duration.ofSeconds(10));
        assertTrue(sim.bus().lastHeartbeat().getReason().isEmpty());
        assertEquals(34, last(Position.class).quantity());
        // Only what comes right behind it.
        kernelSays("30");
        sim.advance(Duration.ofSeconds(10));
        assertEquals(34, last(Position.class).quantity());
        String reason = sim.bus().lastHeartbeat().getReason();
        assertTrue(reason.contains("p1 AAPL: 34 by fills, 30 by the kernel"), reason);
    }

    @Test
    void shouldBeTheSameAfterACrash() {
        cash(10_000);
        fill(Side.BUY, 100, 50);
        fill(Side.SELL, 40, 55);
        sim.crashPlugin();
        sim.advance(Duration.ofSeconds(1));
        assertEquals(60, last(Position.class).quantity());
        assertEquals(200, last(Position.class).realisedGain());
        fill(Side.SELL, 60, 45);
        assertEquals(-100, last(Position.class).realisedGain());
    }
}
