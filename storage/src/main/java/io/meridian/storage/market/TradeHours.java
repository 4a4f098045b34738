package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.RowBatch;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Which hours of trades are not {@linkplain TradeMinutes summed up}, and since when nothing has changed in them. For the thread that writes, which has
 * to write down first that an hour is not, then what changes it.
 */
public final class TradeHours {
    private final LongSupplier nanoTime;
    private final Map<Long, Long> open = new TreeMap<>();

    public TradeHours(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What is written down is this, as somebody began to write, or removed something. */
    public void load(Collection<Long> hours) {
        open.keySet().retainAll(hours);
        hours.forEach(hour -> open.putIfAbsent(hour, nanoTime.getAsLong()));
    }

    /** Something was removed up to this time: more of its hour may go soon. */
    public void removedBefore(long timeNs) {
        open.replace(TradeMinutes.hour(timeNs), nanoTime.getAsLong());
    }

    /** Notes that a batch changes hours. @return those of which it is to be written down that they are not summed up */
    public Set<Long> changedBy(RowBatch batch) {
        RowBatch.Part trades = batch.of(DataKind.TRADE);
        Set<Long> fresh = new TreeSet<>();
        long hour = 0;
        for (int i = 0; i < trades.size(); i++) {
            long time = trades.row(i).timeNs();
            if (i > 0 && time >= hour && time - hour < TradeMinutes.HOUR_NS) {
                continue;
            }
            hour = TradeMinutes.hour(time);
            if (open.replace(hour, nanoTime.getAsLong()) == null) {
                fresh.add(hour);
            }
        }
        return fresh;
    }

    /** It is written down that these are not summed up. */
    public void opened(Collection<Long> hours) {
        hours.forEach(hour -> open.put(hour, nanoTime.getAsLong()));
    }

    /** The first hour in which nothing has changed for so long; null: there is none. */
    public Long due(Duration quiet) {
        long now = nanoTime.getAsLong();
        for (Map.Entry<Long, Long> each : open.entrySet()) {
            if (now - each.getValue() >= quiet.toNanos()) {
                return each.getKey();
            }
        }
        return null;
    }

    /** It is written down that this one is. */
    public void rolled(long hour) {
        open.remove(hour);
    }
}
