package io.meridian.ui.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meridian.ui.message.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One thing that one browser looks at. The thread of its feed adds, another takes. */
final class LiveStream {
    /** Ten times a second. */
    static final long BETWEEN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MOST_ROWS = 500;

    private final long id;
    private final Predicate<Row> wanted;
    private final boolean masked;
    private final Stock stock;
    private final long most;
    private long counted;
    private long shown;
    private long told = -1;
    private long nextNs;
    private boolean paused;

    /** @param most after so many shown it is over; 0: never */
    LiveStream(long id, Predicate<Row> wanted, boolean masked, Stock stock, long most) {
        this.id = id;
        this.wanted = wanted;
        this.masked = masked;
        this.stock = stock;
        this.most = most;
        nextNs = System.nanoTime();
    }

    long id() {
        return id;
    }

    void offer(Row row) {
        // Outside of the lock: it may take a while.
        boolean wants = wanted.test(row);
        synchronized (this) {
            if (!wants || isOver()) {
                return;
            }
            counted++;
            stock.add(row);
            if (paused) {
                stock.clear();
            }
        }
    }

    synchronized void pause(boolean now) {
        paused = now;
        if (now) {
            stock.clear();
        }
    }

    /** Whether what is read for it should wait. */
    synchronized boolean isFull() {
        return stock.isFull() || isOver();
    }

    synchronized boolean isOver() {
        return most > 0 && shown >= most;
    }

    private int room() {
        return most == 0 ? MOST_ROWS : (int) Math.min(MOST_ROWS, most - shown);
    }

    /** What is to be sent now, or null. @param missed of its feed, which the bus gave up before they came here */
    synchronized String frame(long nowNs, long missed) {
        if (nowNs - nextNs < 0) {
            return null;
        }
        List<Stock.Entry> rows = paused ? List.of() : stock.take(nowNs, room());
        if (rows.isEmpty() && counted == told) {
            return null;
        }
        nextNs = nowNs + BETWEEN_NS;
        StringBuilder text = new StringBuilder(256 + rows.size() * 512);
        text.append("{\"id\":").append(id).append(",\"type\":\"rows\",\"rows\":[");
        String comma = "";
        for (Stock.Entry entry : rows) {
            text.append(comma).append("{\"n\":").append(++shown).append(',');
            if (entry.key() != null) {
                text.append("\"key\":")
                        .append(JsonNodeFactory.instance.textNode(entry.key()))
                        .append(',');
            }
            text.append(entry.row().json(masked));
            comma = ",";
        }
        told = counted;
        return text.append("],\"counted\":")
                .append(counted)
                .append(",\"shown\":")
                .append(shown)
                .append(",\"dropped\":")
                .append(stock.dropped())
                .append(",\"missed\":")
                .append(missed)
                .append('}')
                .toString();
    }
}
