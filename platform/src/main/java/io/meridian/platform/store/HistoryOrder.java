package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowEncoder;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.market.MarketReads;
import io.meridian.storage.market.Page;
import io.meridian.storage.market.PastPlace;
import io.meridian.storage.market.PastQuery;
import io.meridian.storage.market.PastRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * A page of the past of a topic, as a plugin asks for it.
 *
 * @param topic of data, whose past is kept
 */
record HistoryOrder(String topic, DataKind kind, String venue, String symbol, HistoryQuestion question) {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** @throws IllegalArgumentException when it cannot be answered */
    static HistoryOrder of(String topic, HistoryQuestion question) {
        String[] parts = topic.split("\\.");
        DataKind kind =
                switch (TopicTemplate.of(topic).orElseThrow(() -> new IllegalArgumentException("topic=" + topic))) {
                    case QUOTE -> DataKind.QUOTE;
                    case TRADE -> DataKind.TRADE;
                    case BAR -> DataKind.BAR;
                    default -> throw new IllegalArgumentException("topic=" + topic + " is not kept");
                };
        HistoryQuestion bounded = question.within(Math.min(question.room(), HistoryQuestion.MOST_ROOM));
        if (!bounded.isFirst()) {
            Cursor.parse(bounded.cursor());
        }
        HistoryOrder order = new HistoryOrder(topic, kind, parts[3], parts[4], bounded);
        order.query(0);
        return order;
    }

    /** Where the page before ended, and up to which row all pages go. */
    private record Cursor(long upTo, PastPlace after) {
        static Cursor parse(String text) {
            String[] parts = text.split(":", -1);
            try {
                if (parts.length == 3) {
                    return new Cursor(
                            Long.parseLong(parts[0]),
                            new PastPlace(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
                }
            } catch (NumberFormatException none) {
                // As one of other parts.
            }
            throw new IllegalArgumentException(
                    "cursor=" + text + " is none that a page gave. Ask for the first page, without one");
        }

        @Override
        public String toString() {
            return upTo + ":" + after.timeNs() + ":" + after.came();
        }
    }

    private PastQuery query(long upTo) {
        return new PastQuery(
                kind, venue, symbol, question.fromNs(), question.toNs(), question.periodNs(), question.after(), upTo);
    }

    /**
     * Reads it. For the thread that reads the store.
     *
     * @param came  of a first page: the number of the row of the kind that came last
     * @param marks of a first page: how far the messages of each source had come by then
     */
    HistoryAnswer read(MarketReads market, long came, List<HistoryMark> marks) {
        Cursor cursor = question.isFirst() ? new Cursor(came, null) : Cursor.parse(question.cursor());
        PastQuery query = query(cursor.upTo());
        PastPlace after = cursor.after();
        if (after == null && question.last() > 0) {
            after = market.before(query, question.last(), new Page(1, PATIENCE));
        }
        MarketRow row = new MarketRow(kind);
        int rows = HistoryAnswer.fitting(question.room(), marks.size(), RowEncoder.length(row));
        // One more tells whether there are more.
        List<PastRow> found = market.past(query, after, new Page(rows + 1, PATIENCE));
        boolean more = found.size() > rows;
        List<PastRow> page = more ? found.subList(0, rows) : found;
        String next = more ? new Cursor(cursor.upTo(), page.getLast().place()).toString() : "";
        return new HistoryAnswer(question.isFirst() ? came : 0, marks, messages(page, row), next, 0, "");
    }

    private List<PastMessage> messages(List<PastRow> rows, MarketRow row) {
        RowEncoder encoder = new RowEncoder();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        List<PastMessage> messages = new ArrayList<>(rows.size());
        for (PastRow each : rows) {
            long timeNs = each.row().timeNs();
            row.begin(
                    timeNs,
                    each.periodNs(),
                    venue,
                    symbol,
                    each.row().currency(),
                    each.row().id());
            for (int i = 0; i < kind.fields().size(); i++) {
                row.set(kind.fields().get(i), each.row().numbers().get(i));
            }
            byte[] payload = new byte[encoder.encode(row, timeNs, buffer, 0)];
            buffer.getBytes(0, payload);
            boolean imported = each.sequence() == 0;
            messages.add(new PastMessage(imported ? 0 : each.source(), each.sequence(), payload));
        }
        return messages;
    }
}
