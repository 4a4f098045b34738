package io.meridian.backtest.engine;

import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.Topics;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.MarketData;
import org.agrona.ExpandableArrayBuffer;

/** What is on a tape before a run begins: the history that strategies warm up with. */
final class TapePast {
    private final Tape tape;
    private final long beginNs;

    TapePast(Tape tape, long beginNs) {
        this.tape = tape;
        this.beginNs = beginNs;
    }

    void read(String pattern, long fromNs, Hearer hearer) {
        if (!isOfMarket(pattern)) {
            return;
        }
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        DeliverEncoder frame = new DeliverEncoder();
        MessageHeaderEncoder header = new MessageHeaderEncoder();
        long sequence = 0;
        try (Tape.Cursor cursor = tape.open(fromNs, beginNs)) {
            while (cursor.next()) {
                Tape.Listed listed = cursor.listed(cursor.listing());
                String topic = Topics.data(cursor.kind(), listed.venue(), listed.symbol());
                if (!TopicRules.covers(pattern, topic)) {
                    continue;
                }
                cursor.write(buffer, LocalBus.HEAD);
                frame.wrapAndApplyHeader(buffer, 0, header)
                        .sequence(++sequence)
                        .schemaId(template(cursor.kind()))
                        .schemaVersion(EventWriter.VERSION)
                        .eventTime(cursor.timeNs())
                        .initTime(cursor.timeNs())
                        .publishTime(cursor.timeNs())
                        .attempt((short) 1);
                hearer.hear(new LocalTopic(topic, 0), buffer, 0, LocalBus.HEAD + cursor.length());
            }
        }
    }

    private static boolean isOfMarket(String pattern) {
        return TopicRules.covers("platform.data.**", pattern);
    }

    private static int template(MarketData.Kind kind) {
        return switch (kind) {
            case BAR -> io.meridian.plugin.contract.trading.BarEncoder.TEMPLATE_ID;
            case QUOTE -> io.meridian.plugin.contract.trading.QuoteEncoder.TEMPLATE_ID;
            default -> io.meridian.plugin.contract.trading.TradeEncoder.TEMPLATE_ID;
        };
    }
}
