package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.RiskEventDecoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KernelHubTest {
    private static final KernelOptions OPTIONS = new KernelOptions(16, 64, 64);
    private static final String WISH = "platform.oms.command.alpha";
    private static final String VERDICT = "platform.oms.report.alpha";
    private static final String EXECUTION = "platform.ems.event.alpha";
    private static final String DESK = "platform.control.desk.ann";

    /** What a message made: its events, its answer, and what went out. */
    private record Step(String topic, byte[] message, List<byte[]> events, List<String> out, long answer, long time) {}

    private final List<Step> steps = new ArrayList<>();
    private final List<byte[]> events = new ArrayList<>();
    private final List<String> out = new ArrayList<>();
    private final Messages messages = new Messages();
    private final KernelHub hub = new KernelHub(
            sink -> new Kernel(OPTIONS, sink),
            (buffer, offset, length) -> events.add(bytes(buffer, offset, length)),
            (topic, template, buffer, offset, length) -> out.add(text(topic, template, buffer, offset, length)));
    private long now = 1_000;

    private static byte[] bytes(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static String text(String topic, int template, DirectBuffer buffer, int offset, int length) {
        assertEquals(template, Schemas.idOf(buffer, offset, length));
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        String what = switch (template) {
            case NewOrderDecoder.TEMPLATE_ID -> {
                NewOrderDecoder m = new NewOrderDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "order " + m.orderId() + " " + m.side() + " "
                        + Decimal.read(m.quantity()).toBigDecimal().toPlainString() + " "
                        + m.timeInForce() + " " + m.algorithm() + " " + m.portfolio() + " " + m.symbol() + " "
                        + m.venue();
            }
            case ModifyOrderDecoder.TEMPLATE_ID -> "modify";
            case CancelOrderDecoder.TEMPLATE_ID -> "cancel";
            case OrderEventDecoder.TEMPLATE_ID -> {
                OrderEventDecoder m = new OrderEventDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield m.orderId() + " " + m.eventNumber() + " " + m.state() + " " + m.cause() + " " + m.requestId()
                        + "|" + m.reason();
            }
            case FillDecoder.TEMPLATE_ID -> "fill";
            case RiskEventDecoder.TEMPLATE_ID -> {
                RiskEventDecoder m = new RiskEventDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "risk " + m.rule() + " " + m.outcome();
            }
            case AllocationDecoder.TEMPLATE_ID -> {
                AllocationDecoder m = new AllocationDecoder().wrapAndApplyHeader(buffer, offset, header);
                StringBuilder shares = new StringBuilder();
                for (AllocationDecoder.SharesDecoder share : m.shares()) {
                    shares.append(' ').append(share.portfolio()).append('=');
                    shares.append(Decimal.read(share.quantity()).toBigDecimal().toPlainString());
                }
                yield m.allocationId() + " " + m.orderId() + " " + m.method() + " " + m.state() + shares;
            }
            default -> Schemas.name(template);
        };
        return topic.replace("platform.", "").replace(".alpha", "") + ": " + what;
    }

    private long take(String topic, Messages message) {
        events.clear();
        out.clear();
        message.ofPortfolio("alpha");
        long answer = hub.take(topic, ++now, message.buffer, 0, message.length());
        steps.add(new Step(
                topic, bytes(message.buffer, 0, message.length()), List.copyOf(events), List.copyOf(out), answer, now));
        return answer;
    }

    private void accepted(String topic, Messages message, String... expected) {
        long answer = take(topic, message);
        assertTrue(answer > 0, () -> "refused: " + Refusal.of(answer));
        assertEquals(List.of(expected), out);
    }

    private void refused(Refusal refusal, String topic, Messages message, String... expected) {
        long answer = take(topic, message);
        assertEquals(refusal, answer < 0 ? Refusal.of(answer) : null);
        assertEquals(List.of(expected), out);
    }

    private Messages order(String id, String quantity, String limit) {
        return messages.newOrder(id, "alpha", "AAPL", Side.BUY, quantity, Terms.limit(limit));
    }

    @BeforeEach
    void defineApple() {
        accepted("platform.data.instrument.XNAS.AAPL", messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
    }

    private void release(String id) {
        take(VERDICT, messages.report(id, 1, "", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE));
        take(VERDICT, messages.report(id, 2, "", OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE));
    }

    private void live() {
        accepted(
                WISH,
                order("o1", "100", "10.50"),
                "oms.event: o1 1 CREATED COMMAND |",
                "oms.review: order o1 BUY 100 DAY DIRECT alpha AAPL XNAS");
        accepted(
                VERDICT,
                messages.report("o1", 1, "", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE),
                "oms.event: o1 2 PENDING_COMPLIANCE COMPLIANCE |");
        accepted(
                VERDICT,
                messages.report("o1", 2, "", OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE),
                "oms.event: o1 3 COMPLIANCE_APPROVED COMPLIANCE |",
                "ems.command: order o1 BUY 100 DAY DIRECT alpha AAPL XNAS");
        accepted(
                EXECUTION,
                messages.placement("p1", "o1", "XNAS", "100", PlacementState.OPEN, 1),
                "oms.event: Placement");
        accepted(
                EXECUTION,
                messages.report("o1", 1, "", OrderState.OPEN, OrderCause.VENUE),
                "oms.event: o1 4 OPEN VENUE |");
    }

    private Messages fill(String trade, String order, String price, String quantity) {
        return messages.fill(FillValues.of(trade, order, Side.BUY, price, quantity));
    }

    @Test
    void shouldHandAnOrderFromHandToHandWhenItIsTraded() {
        live();
        accepted(
                EXECUTION,
                fill("t1", "o1", "10.40", "40"),
                "oms.event: fill",
                "oms.event: Position",
                "oms.event: Cash",
                "oms.event: o1 5 PARTIALLY_FILLED FILL |");
        accepted(
                EXECUTION,
                fill("t2", "o1", "10.41", "60"),
                "oms.event: fill",
                "oms.event: Position",
                "oms.event: Cash",
                "oms.event: o1 6 FILLED FILL |");
    }

    @Test
    void shouldPassChangesToWhoeverHasTheOrder() {
        live();
        accepted(
                WISH,
                messages.modify("o1", "m1", "80", "10.40"),
                "oms.event: o1 5 PENDING_MODIFY COMMAND m1|",
                "ems.command: modify");
        accepted(
                EXECUTION,
                messages.report("o1", 2, "m1", OrderState.OPEN, OrderCause.MODIFY_REFUSED),
                "oms.event: o1 6 OPEN MODIFY_REFUSED m1|");
        accepted(
                WISH, messages.cancel("o1", "c1"), "oms.event: o1 7 PENDING_CANCEL COMMAND c1|", "ems.command: cancel");
        accepted(
                EXECUTION,
                messages.report("o1", 3, "c1", OrderState.CANCELLED, OrderCause.VENUE),
                "oms.event: o1 8 CANCELLED VENUE c1|");
        refused(
                Refusal.NO_SUCH_MOVE,
                WISH,
                messages.cancel("o1", "c2"),
                "oms.event: o1 8 CANCELLED CANCEL_REFUSED c2|NO_SUCH_MOVE: " + Refusal.NO_SUCH_MOVE.sentence());
    }

    @Test
    void shouldAskForANewReviewWhenAnOrderChangesUnderReview() {
        accepted(
                WISH,
                order("o1", "100", "10.50"),
                "oms.event: o1 1 CREATED COMMAND |",
                "oms.review: order o1 BUY 100 DAY DIRECT alpha AAPL XNAS");
        take(VERDICT, messages.report("o1", 1, "", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE));
        accepted(
                WISH,
                messages.modify("o1", "m1", "900", null),
                "oms.event: o1 3 PENDING_COMPLIANCE COMMAND |",
                "oms.review: modify",
                "oms.event: o1 4 CREATED COMMAND |");
    }

    @Test
    void shouldTellWhoSentAnOrderThatItIsRefused() {
        refused(
                Refusal.BAD_PRICE,
                WISH,
                order("o1", "100", "10.505"),
                "oms.event: o1 1 REJECTED RISK |BAD_PRICE: " + Refusal.BAD_PRICE.sentence());
    }

    @Test
    void shouldTellWhoSentAnOrderThatATextOfItIsNone() {
        Messages bad = order("o1", "100", "10.50");
        int block = MessageHeaderDecoder.ENCODED_LENGTH;
        bad.buffer.putByte(block + NewOrderDecoder.parentIdEncodingOffset(), (byte) 0xE9);
        refused(Refusal.BAD_TEXT, WISH, bad, "oms.event: o1 1 REJECTED RISK |BAD_TEXT: " + Refusal.BAD_TEXT.sentence());
        bad.buffer.putByte(block + NewOrderDecoder.orderIdEncodingOffset(), (byte) 0xE9);
        refused(Refusal.BAD_TEXT, WISH, bad);
        bad.buffer.putByte(block + NewOrderDecoder.orderIdEncodingOffset(), (byte) 0);
        refused(Refusal.BAD_TEXT, WISH, bad);
    }

    @Test
    void shouldNotCallALivingOrderRejectedWhenItsIdComesAgain() {
        live();
        refused(Refusal.ORDER_EXISTS, DESK, order("o1", "100", "10.50"));
    }

    @Test
    void shouldAlarmWhenATradeCannotBeBooked() {
        live();
        refused(
                Refusal.OVERFILLED,
                EXECUTION,
                fill("t1", "o1", "10.40", "101"),
                "oms.event: risk FILL_" + Refusal.OVERFILLED.code() + " SUSPENDED");
    }

    @Test
    void shouldRefuseWhatIsNotOfItsTopic() {
        live();
        Refusal wrong = Refusal.WRONG_TOPIC;
        refused(
                wrong,
                "platform.oms.command.beta",
                order("o2", "100", "10.50"),
                "oms.event.beta: o2 1 REJECTED RISK |WRONG_TOPIC: " + wrong.sentence());
        refused(
                wrong,
                "platform.oms.command." + "b".repeat(40),
                order("o2", "100", "10.50"),
                "oms.event." + "b".repeat(40) + ": o2 1 REJECTED RISK |WRONG_TOPIC: " + wrong.sentence());
        refused(wrong, "platform.ems.event.alpha", order("o2", "100", "10.50"));
        refused(wrong, "platform.oms.command.beta", messages.cancel("o1", "c1"));
        refused(wrong, "platform.ems.event.beta", fill("t1", "o1", "10.40", "10"));
        refused(wrong, WISH, messages.report("o1", 9, "", OrderState.CANCELLED, OrderCause.VENUE));
        refused(wrong, WISH, messages.cash("d1", "alpha", "1000", "USD", 0));
        refused(wrong, "platform.oms.event.alpha", order("o2", "100", "10.50"));
        refused(wrong, "acme.mine", order("o2", "100", "10.50"));
        assertEquals(OrderState.OPEN, hub.kernel().state().orders().state(0));
    }

    @Test
    void shouldRefuseAVerdictAboutOtherTerms() {
        accepted(
                WISH,
                order("o1", "100", "10.50"),
                "oms.event: o1 1 CREATED COMMAND |",
                "oms.review: order o1 BUY 100 DAY DIRECT alpha AAPL XNAS");
        take(WISH, messages.modify("o1", "m1", "900", null));
        take(VERDICT, messages.report("o1", 1, "", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE));
        Messages verdict = messages.report("o1", 2, "", OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE);
        verdict.aboutQuantity("100");
        refused(Refusal.TERMS_CHANGED, VERDICT, verdict);
        verdict = messages.report("o1", 3, "", OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE);
        verdict.aboutQuantity("900");
        accepted(
                VERDICT,
                verdict,
                "oms.event: o1 4 COMPLIANCE_APPROVED COMPLIANCE |",
                "ems.command: order o1 BUY 900 DAY DIRECT alpha AAPL XNAS");
    }

    @Test
    void shouldTakeBackEveryOpenOrderWhenAPersonSaysSo() {
        live();
        take(WISH, order("o2", "5", "10.50"));
        accepted(
                DESK,
                messages.control("all", ControlKind.CANCEL_ALL, ControlScope.PORTFOLIO, "alpha"),
                "oms.event: o1 5 PENDING_CANCEL COMMAND all|",
                "ems.command: cancel",
                "oms.event: o2 2 CANCELLED COMMAND |");
        accepted(
                EXECUTION,
                messages.report("o1", 3, "all", OrderState.CANCELLED, OrderCause.VENUE),
                "oms.event: o1 6 CANCELLED VENUE all|");
        accepted(DESK, messages.control("again", ControlKind.CANCEL_ALL, ControlScope.DEPLOYMENT, ""));
    }

    @Test
    void shouldTellEachPortfolioHowAnOrderIsSharedOut() {
        live();
        take(EXECUTION, fill("t1", "o1", "10.40", "100"));
        String shares = " one=34 alpha=33 two=33";
        accepted(
                VERDICT,
                messages.allocation(
                        "a", "o1", AllocationMethod.PRO_RATA, AllocationState.REQUESTED, "one=1", "alpha=1", "two=1"),
                "oms.event: a o1 PRO_RATA REQUESTED" + shares,
                "oms.event.two: a o1 PRO_RATA REQUESTED" + shares,
                "oms.event.one: a o1 PRO_RATA REQUESTED" + shares);
        Messages confirmed = messages.allocation("a", "", AllocationMethod.PRO_RATA, AllocationState.CONFIRMED);
        accepted(
                DESK,
                confirmed,
                "oms.event: a o1 PRO_RATA CONFIRMED" + shares,
                "oms.event.two: a o1 PRO_RATA CONFIRMED" + shares,
                "oms.event.one: a o1 PRO_RATA CONFIRMED" + shares);
        // The same once more is answered as before, and nobody hears of it again.
        accepted(DESK, messages.allocation("a", "", AllocationMethod.PRO_RATA, AllocationState.CONFIRMED));
        accepted(
                DESK,
                messages.allocation("a", "", AllocationMethod.PRO_RATA, AllocationState.AFFIRMED),
                "oms.event: a o1 PRO_RATA AFFIRMED" + shares,
                "oms.event.two: a o1 PRO_RATA AFFIRMED" + shares,
                "oms.event.one: a o1 PRO_RATA AFFIRMED" + shares,
                "oms.event: Position",
                "oms.event: Cash",
                "oms.event.two: Position",
                "oms.event.two: Cash",
                "oms.event.one: Position",
                "oms.event.one: Cash");
        refused(
                Refusal.UNKNOWN_ALLOCATION,
                DESK,
                messages.allocation("b", "", AllocationMethod.PRO_RATA, AllocationState.CONFIRMED));
    }

    @Test
    void shouldTellTheBooksWhenADayEnds() {
        accepted(DESK, messages.cash("d1", "alpha", "1000", "USD", 0), "oms.event: Cash");
        accepted(DESK, messages.day(20260105, DayPhase.BEGIN), "oms.event: Cash");
        accepted(DESK, messages.day(20260105, DayPhase.END), "oms.event: Cash", "oms.event: Cash");
    }

    @Test
    void shouldTellTheDaysOnWhichNothingSettlesAndRefuseANameThatIsNoPartOfATopic() {
        accepted(DESK, messages.calendar("XNAS", 20261225), "oms.calendar.XNAS: Calendar");
        assertEquals(Refusal.BAD_TEXT.answer(), take(DESK, messages.calendar("X.NAS", 20261225)));
        assertEquals(List.of(), out);
    }

    /** Nothing that comes in by any door breaks the hub, whatever its bytes. */
    @Test
    void shouldAnswerWhateverComesIn() {
        live();
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        String[] topics = {WISH, VERDICT, EXECUTION, DESK, "platform.control.kill", "platform.data.quote.XNAS.AAPL"};
        List<Messages> kinds = new ArrayList<>();
        for (Consumer<Messages> kind : List.<Consumer<Messages>>of(
                m -> m.newOrder("o2", "alpha", "AAPL", Side.BUY, "10", Terms.limit("10.00")),
                m -> m.modify("o1", "m", "90", "10.00"),
                m -> m.cancel("o1", "c"),
                m -> m.report("o1", 3, "", OrderState.CANCELLED, OrderCause.VENUE),
                m -> m.fill(FillValues.of("t", "o1", Side.BUY, "10.40", "1")),
                m -> m.placement("p2", "o1", "XNAS", "1", PlacementState.OPEN, 2),
                m -> m.allocation("a", "o1", AllocationMethod.PRO_RATA, AllocationState.REQUESTED, "one=1", "two=2"),
                m -> m.allocation("a", "o1", AllocationMethod.PRO_RATA, AllocationState.REJECTED),
                m -> m.calendar("XNAS", 20260101, 20261225),
                m -> m.cash("d", "alpha", "5", "USD", 0),
                m -> m.quote("AAPL", "XNAS", "10.00", "10.01"))) {
            Messages message = new Messages();
            kind.accept(message);
            message.ofPortfolio("alpha");
            kinds.add(message);
        }
        for (int i = 0; i < 200_000; i++) {
            Messages kind = kinds.get(random.nextInt(kinds.size()));
            byte[] message = bytes(kind.buffer, 0, kind.length());
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                message[random.nextInt(8, message.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(message.length + 1) : message.length;
            hub.take(topics[random.nextInt(topics.length)], ++now, new UnsafeBuffer(message, 0, length), 0, length);
        }
    }

    @Test
    void shouldSayTheSameAgainWhenItIsRebuilt() {
        live();
        take(EXECUTION, fill("t1", "o1", "10.40", "40"));
        take(WISH, messages.modify("o1", "m1", "80", "10.40"));
        take(WISH, order("o2", "100", "10.505"));
        release("o2");
        List<String> again = new ArrayList<>();
        KernelHub other = new KernelHub(
                sink -> new Kernel(OPTIONS, sink),
                (_, _, _) -> {},
                (topic, template, buffer, offset, length) -> again.add(text(topic, template, buffer, offset, length)));
        for (Step step : steps) {
            again.clear();
            UnsafeBuffer message = new UnsafeBuffer(step.message());
            other.begin(step.topic(), message, 0, message.capacity());
            for (byte[] event : step.events()) {
                other.apply(new UnsafeBuffer(event), 0, event.length);
            }
            other.end(step.answer(), step.time());
            assertEquals(step.out(), again);
        }
        assertEquals(hub.kernel().hash(), other.kernel().hash());
    }
}
