package io.meridian.backtest.engine;

import io.meridian.kernel.Kernel;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.Refusal;
import io.meridian.kernel.hub.BusinessDays;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.CashKind;
import io.meridian.plugin.contract.trading.CashMovementEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Log;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Message;
import java.math.BigDecimal;
import java.time.ZoneId;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The kernel on the bus of this process. It is told of prices only when it decides something, which is as good as telling it each: between two decisions only
 * the last one counts.
 */
final class KernelPart {
    private static final KernelOptions OPTIONS = new KernelOptions(1 << 12, 1 << 16, 1 << 16);
    private static final String INSTRUMENTS = "platform.data.instrument.";
    private static final String PERSON = "backtest";

    private final World world;
    private final KernelHub hub;
    private final int source;
    private final BusinessDays days;
    private final LatestPrices latest = new LatestPrices();
    private final LatestPrices.Taker pricing = this::price;
    private final Message message = new Message();
    private Message cause;
    private long commands;

    KernelPart(World world, ZoneId zone) {
        this.world = world;
        source = world.newSource();
        days = new BusinessDays(zone);
        hub = new KernelHub(
                sink -> new Kernel(OPTIONS, sink),
                (buffer, offset, length) -> {
                    // Nothing dies here, so nothing is stored.
                },
                this::tell);
        Hearer decides = this::hear;
        Hearer keeps = this::hearPrice;
        KernelHub.patterns(true).forEach(pattern -> world.bus().subscribe(pattern, decides));
        KernelHub.patterns(false)
                .forEach(pattern -> world.bus().subscribe(pattern, pattern.startsWith(INSTRUMENTS) ? decides : keeps));
    }

    Kernel kernel() {
        return hub.kernel();
    }

    /** How many messages it decided, prices left out. */
    long commands() {
        return commands;
    }

    private void hearPrice(LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        latest.heard(topic, buffer, offset + LocalBus.HEAD, length - LocalBus.HEAD);
    }

    private void hear(LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        int payload = offset + LocalBus.HEAD;
        int bytes = length - LocalBus.HEAD;
        latest.pass(pricing);
        cause = message.wrap(buffer, offset, length, topic.name, false);
        commands++;
        long answer = hub.take(topic.name, world.nowNs(), buffer, payload, bytes);
        cause = null;
        if (answer < 0 && (topic.name.startsWith(INSTRUMENTS) || Refusal.of(answer) == Refusal.WRONG_TOPIC)) {
            world.listener()
                    .onLine(
                            "kernel",
                            world.nowNs(),
                            Log.Level.WARN,
                            "refused a message on " + topic.name + ": "
                                    + Refusal.of(answer).sentence());
        }
    }

    /** Refused where the instrument is not known, as with bars over all venues: they are of no concern here. */
    private void price(LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        hub.take(topic.name, world.nowNs(), buffer, offset, length);
    }

    private void tell(String topic, int template, DirectBuffer buffer, int offset, int length) {
        world.bus().claim(buffer, offset, length);
        world.publish(world.bus().topic(topic), source, template, EventWriter.VERSION, world.nowNs(), cause);
    }

    /** Before this time no business day ends or begins. */
    long nextDayNs() {
        return days.nextNs();
    }

    /** Whether a business day is to end or begin at this time; then it did. */
    boolean moveDay() {
        int length = days.due(world.nowNs(), hub.kernel().state().books());
        if (length == 0) {
            return false;
        }
        latest.pass(pricing);
        long answer = hub.takeByTime(world.nowNs(), days.buffer(), 0, length);
        if (answer < 0) {
            throw new IllegalStateException("the business day cannot be moved on: " + Refusal.of(answer));
        }
        world.settle();
        return true;
    }

    /** Gives a portfolio money, as a person at the desk would. */
    void deposit(String portfolio, BigDecimal amount, String currency) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        CashMovementEncoder command =
                new CashMovementEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        command.tsEvent(world.nowNs())
                .tsInit(world.nowNs())
                .movementId("opening-" + portfolio.hashCode() + "-" + currency)
                .portfolio(portfolio)
                .kind(CashKind.DEPOSIT);
        Decimal value = Decimal.of(amount);
        command.amount().mantissa(value.mantissa()).scale((byte) value.scale()).currency(currency);
        command.note("");
        long answer = hub.take(
                TopicTemplate.DESK.topic(PERSON),
                world.nowNs(),
                buffer,
                0,
                MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength());
        if (answer < 0) {
            throw new IllegalArgumentException("cash=" + amount.toPlainString() + " " + currency + " of portfolio="
                    + portfolio + " is refused: " + Refusal.of(answer).sentence());
        }
        world.settle();
    }
}
