package io.meridian.kernel.hub;

import io.meridian.kernel.Sender;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Names;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PlacementDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A way in: the topics of one template, who speaks there, and what may be said. Grants are about topics, so a topic tells who sends.
 */
enum Door {
    /** Whoever owns the portfolio; the sender has its name. */
    WISH(
            TopicTemplate.OMS_COMMAND,
            Pool.STRATEGY,
            null,
            NewOrderDecoder.TEMPLATE_ID,
            ModifyOrderDecoder.TEMPLATE_ID,
            CancelOrderDecoder.TEMPLATE_ID),
    VERDICT(TopicTemplate.OMS_REPORT, Pool.OMS, "oms", OrderEventDecoder.TEMPLATE_ID, AllocationDecoder.TEMPLATE_ID),
    EXECUTION(
            TopicTemplate.EMS_EVENT,
            Pool.EMS,
            "ems",
            PlacementDecoder.TEMPLATE_ID,
            OrderEventDecoder.TEMPLATE_ID,
            FillDecoder.TEMPLATE_ID),
    /** People; the sender has the person's name. What may be said there is for the desks to decide. */
    DESK(TopicTemplate.DESK, Pool.PERSON, null),
    KILL(TopicTemplate.KILL, Pool.PERSON, "kill"),
    INSTRUMENT(TopicTemplate.INSTRUMENT, Pool.DGM, "market", InstrumentDecoder.TEMPLATE_ID),
    QUOTE(TopicTemplate.QUOTE, Pool.DGM, "market", QuoteDecoder.TEMPLATE_ID),
    TRADE(TopicTemplate.TRADE, Pool.DGM, "market", TradeDecoder.TEMPLATE_ID),
    BAR(TopicTemplate.BAR, Pool.DGM, "market", BarDecoder.TEMPLATE_ID);

    private static final List<Door> ALL = List.of(values());

    private final TopicTemplate template;
    private final Pool pool;
    private final String name;
    /** A bit for each template that may come in; none: any may. */
    private final long messages;

    Door(TopicTemplate template, Pool pool, String name, int... messages) {
        this.template = template;
        this.pool = pool;
        this.name = name;
        long bits = 0;
        for (int message : messages) {
            bits |= 1L << message;
        }
        this.messages = bits;
    }

    static List<Door> all() {
        return ALL;
    }

    TopicTemplate template() {
        return template;
    }

    /** Whether a message of a template may come in here. */
    boolean takes(int messageTemplate) {
        return messages == 0 || messageTemplate < Long.SIZE && (messages >>> messageTemplate & 1) != 0;
    }

    /**
     * One topic's way in.
     *
     * @param portfolio what its messages must be about; null when any
     * @param name      of the portfolio as messages have it, padded with zeros to {@link Names#LENGTH}
     */
    record Way(Door door, Sender sender, String portfolio, DirectBuffer name) {}

    /** The way in of a topic; empty when the kernel does not listen there. */
    static Optional<Way> of(String topic) {
        return TopicTemplate.of(topic)
                .flatMap(template ->
                        ALL.stream().filter(door -> door.template == template).findFirst())
                .map(door -> door.way(topic));
    }

    private Way way(String topic) {
        String last = topic.substring(topic.lastIndexOf('.') + 1);
        boolean ofPortfolio = this == WISH || this == VERDICT || this == EXECUTION;
        byte[] padded = Arrays.copyOf(last.getBytes(StandardCharsets.US_ASCII), Names.LENGTH);
        return new Way(
                this,
                new Sender(pool, name != null ? name : last),
                ofPortfolio ? last : null,
                new UnsafeBuffer(padded));
    }
}
