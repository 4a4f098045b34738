package io.meridian.kernel.hub;

import io.meridian.kernel.book.Dates;
import io.meridian.kernel.state.Books;
import io.meridian.plugin.contract.trading.BusinessDayEncoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Says when a business day is to begin or end: with the date of a time zone. */
public final class BusinessDays {
    private static final long NANOS = 1_000_000_000L;

    private final ZoneId zone;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BusinessDayEncoder day = new BusinessDayEncoder();
    private long nextNs = Long.MIN_VALUE;

    public BusinessDays(ZoneId zone) {
        this.zone = zone;
    }

    /** Before this time nothing is due. */
    public long nextNs() {
        return nextNs;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Writes the message that is due into the buffer. @return its length, 0 when nothing is due */
    public int due(long nowNs, Books books) {
        if (nowNs < nextNs) {
            return 0;
        }
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(0, nowNs), zone);
        int today = Dates.ofDay((int) date.toEpochDay());
        if (books.date() >= today) {
            nextNs = date.plusDays(1).atStartOfDay(zone).toEpochSecond() * NANOS;
            return 0;
        }
        // A day that is open ends first; the next look begins today's.
        return write(
                nowNs, books.isDayOpen() ? books.date() : today, books.isDayOpen() ? DayPhase.END : DayPhase.BEGIN);
    }

    private int write(long nowNs, int date, DayPhase phase) {
        day.wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(nowNs)
                .tsInit(nowNs)
                .date(date)
                .phase(phase);
        return header.encodedLength() + day.encodedLength();
    }
}
