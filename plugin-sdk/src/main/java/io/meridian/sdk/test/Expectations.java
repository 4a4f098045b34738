package io.meridian.sdk.test;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.Insight;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.TargetPosition;
import java.util.List;

/** What a test can expect of what the plugin published. Each throws an {@link AssertionError} that says what was there instead. */
public abstract sealed class Expectations permits Sim {
    private int looked;

    Expectations() {}

    abstract List<Published> published();

    abstract String portfolio();

    /** The last intent for a symbol is to hold so much. */
    public final void expectTarget(String symbol, double quantity) {
        TargetPosition last = last(TargetPosition.class, symbol);
        if (last == null) {
            throw wrong("no target for symbol=" + symbol + "; expected " + quantity);
        }
        if (last.quantity() != quantity) {
            throw wrong("target for symbol=" + symbol + " is " + last.quantity() + "; expected " + quantity);
        }
    }

    /** There is no intent for a symbol. */
    public final void expectNoTarget(String symbol) {
        TargetPosition last = last(TargetPosition.class, symbol);
        if (last != null) {
            throw wrong("target for symbol=" + symbol + " is " + last.quantity() + "; expected none");
        }
    }

    /** The last order for a symbol is for so much on this side. Returns it. */
    public final NewOrder expectOrder(String symbol, Side side, double quantity) {
        NewOrder last = last(NewOrder.class, symbol);
        if (last == null) {
            throw wrong("no order for symbol=" + symbol + "; expected " + side + " " + quantity);
        }
        if (last.side() != side || last.quantity() != quantity) {
            throw wrong("the last order for symbol=" + symbol + " is " + last.side() + " " + last.quantity()
                    + "; expected " + side + " " + quantity);
        }
        return last;
    }

    /** There is no order for a symbol. */
    public final void expectNoOrder(String symbol) {
        NewOrder last = last(NewOrder.class, symbol);
        if (last != null) {
            throw wrong("there is an order for symbol=" + symbol + ", " + last.side() + " " + last.quantity()
                    + "; expected none");
        }
    }

    /** The last insight for a symbol says this. Returns it. */
    public final Insight expectInsight(String symbol, InsightDirection direction) {
        Insight last = last(Insight.class, symbol);
        if (last == null) {
            throw wrong("no insight for symbol=" + symbol + "; expected " + direction);
        }
        if (last.direction() != direction) {
            throw wrong(
                    "the last insight for symbol=" + symbol + " is " + last.direction() + "; expected " + direction);
        }
        return last;
    }

    /** The last message on a topic, or on the topics of a pattern. */
    public final Published expectPublished(String pattern) {
        for (Published message : published().reversed()) {
            if (TopicRules.covers(pattern, message.topic())) {
                return message;
            }
        }
        throw wrong("nothing was published on topic=" + pattern);
    }

    /** The last event of a kind. */
    public final <E extends Event> E expectEvent(Class<E> kind) {
        for (Published message : published().reversed()) {
            Event event = message.event();
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
        throw wrong("no " + kind.getSimpleName() + " was published");
    }

    /** So many messages were published on the topics of a pattern. */
    public final void expectCount(String pattern, int count) {
        long found = published().stream()
                .filter(message -> TopicRules.covers(pattern, message.topic()))
                .count();
        if (found != count) {
            throw wrong(found + " messages were published on topic=" + pattern + "; expected " + count);
        }
    }

    /** Nothing was published since this was last called, or since the beginning. */
    public final void expectNothing() {
        int now = published().size();
        int before = looked;
        looked = now;
        if (now != before) {
            throw wrong((now - before) + " messages were published; expected none");
        }
    }

    /** What was published so far is of no interest to {@link #expectNothing}. */
    public final void forgetPublished() {
        looked = published().size();
    }

    private <E extends Event> E last(Class<E> kind, String symbol) {
        for (Published message : published().reversed()) {
            Event event = message.event();
            if (kind.isInstance(event) && symbol.equals(symbol(event))) {
                return kind.cast(event);
            }
        }
        return null;
    }

    private static String symbol(Event event) {
        return switch (event) {
            case TargetPosition target -> target.symbol();
            case NewOrder order -> order.symbol();
            case Insight insight -> insight.symbol();
            default -> "";
        };
    }

    private AssertionError wrong(String what) {
        List<Published> all = published();
        List<Published> shown = all.subList(Math.max(0, all.size() - 10), all.size());
        return new AssertionError(what + ". The plugin published "
                + (all.isEmpty() ? "nothing" : all.size() + " messages, the last of them " + shown));
    }
}
