package io.meridian.platform.store;

import io.meridian.kernel.book.Dates;
import io.meridian.plugin.contract.trading.CalendarDecoder;
import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.WeekdaysDecoder;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What instruments are and on which days nothing settles. Instruments are told again and again: a row is made of one that is not as it was. */
final class ReferenceDecoder implements Telling.Decoder {
    /** A row begins with two times, which say when it was told. */
    private static final int TIMES = 2;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDecoder instrument = new InstrumentDecoder();
    private final CalendarDecoder calendar = new CalendarDecoder();
    private final Map<String, List<Object>> known = new HashMap<>();

    /** @param stored the last row of each instrument */
    ReferenceDecoder(List<TradingRow> stored) {
        for (TradingRow row : stored) {
            known.put(row.text("venue") + "." + row.text("symbol"), terms(row));
        }
    }

    private static List<Object> terms(TradingRow row) {
        return row.values().subList(TIMES, row.values().size());
    }

    @Override
    public void decode(Telling telling) {
        switch (telling.template()) {
            case InstrumentDecoder.TEMPLATE_ID -> instrument(telling);
            case CalendarDecoder.TEMPLATE_ID -> calendar(telling);
            default -> {}
        }
    }

    private void instrument(Telling telling) {
        instrument.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, instrument.sbeBlockLength());
        telling.requireTopic(instrument.venue(), instrument.symbol());
        String name = instrument.venue() + "." + instrument.symbol();
        TradingRow row = telling.row(
                TradingTable.INSTRUMENTS,
                instrument.tsEvent(),
                instrument.tsInit(),
                instrument.venue(),
                instrument.symbol(),
                instrument.isin(),
                instrument.title(),
                instrument.kind(),
                instrument.currency(),
                instrument.baseCurrency(),
                instrument.settlementCurrency(),
                instrument.underlying(),
                instrument.right(),
                instrument.expiry(),
                instrument.strike(),
                instrument.multiplier(),
                instrument.tickSize(),
                instrument.lotSize(),
                instrument.minQuantity(),
                instrument.maxQuantity(),
                instrument.minValue(),
                instrument.makerFee(),
                instrument.takerFee(),
                (long) instrument.settlementDays());
        if (!terms(row).equals(known.put(name, terms(row)))) {
            telling.add(row);
        }
    }

    private void calendar(Telling telling) {
        calendar.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, calendar.sbeBlockLength());
        telling.requireTopic(calendar.name());
        String weekend = weekend(calendar.weekend());
        day(telling, "", weekend);
        for (CalendarDecoder.HolidaysDecoder holiday : calendar.holidays()) {
            if (!Dates.isDate(holiday.date())) {
                throw new IllegalArgumentException("date=" + holiday.date() + " is none");
            }
            day(telling, LocalDate.ofEpochDay(Dates.day(holiday.date())).toString(), "");
        }
    }

    private void day(Telling telling, String closedOn, String weekend) {
        telling.add(TradingTable.CALENDARS, calendar.tsEvent(), calendar.tsInit(), calendar.name(), closedOn, weekend);
    }

    private static String weekend(WeekdaysDecoder days) {
        int bits = days.getRaw();
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> (bits >> day.ordinal() & 1) == 1)
                .map(DayOfWeek::name)
                .collect(Collectors.joining(" "));
    }
}
