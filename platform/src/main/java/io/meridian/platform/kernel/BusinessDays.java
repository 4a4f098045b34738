package io.meridian.platform.kernel;

import io.meridian.kernel.state.Books;
import io.meridian.plugin.contract.trading.BusinessDayEncoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Says when a business day is to begin or end: with the date of a time zone. */
final class BusinessDays {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    private final ZoneId zone;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BusinessDayEncoder day = new BusinessDayEncoder();
    private long lookedNs = Long.MIN_VALUE;

    BusinessDays(ZoneId zone) {
        this.zone = zone;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Writes the message that is due into the buffer. @return its length, 0 when nothing is due */
    int due(long nowNs, Books books) {
        if (lookedNs != Long.MIN_VALUE && nowNs - lookedNs < LOOK_NS) {
            return 0;
        }
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(0, nowNs), zone);
        int today = date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        if (books.date() >= today) {
            lookedNs = nowNs;
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
