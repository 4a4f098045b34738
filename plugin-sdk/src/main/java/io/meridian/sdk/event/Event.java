package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import org.agrona.DirectBuffer;

/**
 * A message of the trading schema, read in place. It is used again for the next message of its kind: keep {@link #copy}, or
 * the values, never the event itself.
 *
 * <p>Numbers come as {@code double}, correctly rounded, {@code NaN} when absent. The exact ones are in the {@code decoder()}
 * of each kind, as mantissa and scale.
 */
public abstract sealed class Event
        permits MarketData,
                Insight,
                TargetPosition,
                TargetWeights,
                OrderCommand,
                OrderReport,
                Allocation,
                BookRecord,
                SessionStatus,
                RiskEvent,
                ControlEvent {
    private Texts texts;
    private Texts ids;
    private Message message;

    Event() {}

    /** What turns its names and its ids into strings. Events of one thread share them, so that what all of them say is one string. */
    final void use(Texts forNames, Texts forIds) {
        texts = forNames;
        ids = forIds;
    }

    /** For a runtime: looks at a message that {@link Events} found to be of this kind. */
    final void wrap(Message source, int blockLength, int version) {
        message = source;
        wrapBlock(source.buffer(), source.offset() + MessageHeaderDecoder.ENCODED_LENGTH, blockLength, version);
    }

    abstract void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version);

    abstract Event fresh();

    /** The message it came in: topic, sequence, times, and what else travels with it. */
    public final Message message() {
        return message;
    }

    /** Whether it is of the past. */
    public final boolean isHistorical() {
        return message.isHistorical();
    }

    /** Epoch nanoseconds when it happened, at the venue where there is one. */
    public abstract long tsEvent();

    /** Epoch nanoseconds when the message was made. */
    public abstract long tsInit();

    /** One of the same values that lasts. */
    public Event copy() {
        Event copy = fresh();
        Texts own = Texts.ofIds();
        copy.use(own, own);
        Events.wrap(copy, message.copy());
        return copy;
    }

    final Texts texts() {
        return texts;
    }

    final Texts ids() {
        return ids;
    }

    static double number(DecimalDecoder decimal) {
        return number(decimal.mantissa(), decimal.scale());
    }

    static double number(MoneyDecoder money) {
        return number(money.mantissa(), money.scale());
    }

    private static double number(long mantissa, int scale) {
        return mantissa == DecimalDecoder.mantissaNullValue() || scale < 0 || scale > 18
                ? Double.NaN
                : mantissa / Numbers.power(scale);
    }
}
