package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.book.Dates;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.CalendarDecoder;
import org.agrona.DirectBuffer;

/** On which days nothing settles. */
final class CalendarDesk implements Desk {
    private static final int EVERY_DAY = 0x7F;

    private final Journal journal;
    private final BookJournal events;
    private final CalendarDecoder command = new CalendarDecoder();
    private int at;
    private int block;
    private int version;

    CalendarDesk(Journal journal, BookJournal events) {
        this.journal = journal;
        this.events = events;
    }

    @Override
    public int pools() {
        return Pool.DGM.bit() | Pool.BOR.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return CalendarDecoder.BLOCK_LENGTH;
    }

    @Override
    public int leastMember() {
        return CalendarDecoder.HolidaysDecoder.sbeBlockLength();
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int actingVersion) {
        command.wrap(buffer, offset, blockLength, actingVersion);
        at = offset;
        block = blockLength;
        version = actingVersion;
        int nameAt = offset + CalendarDecoder.nameEncodingOffset();
        // Its name is part of the topic on which it is told.
        if (!Reading.isPlain(buffer, nameAt, CalendarDecoder.nameLength())
                || !TopicTemplate.isSegment(command.name())) {
            return Refusal.BAD_TEXT;
        }
        Keys.write(
                journal.key(),
                buffer,
                nameAt,
                CalendarDecoder.nameLength(),
                CalendarDecoder.TEMPLATE_ID,
                0,
                0,
                journal.sender(),
                command.tsInit(),
                buffer.getInt(offset + blockLength, LITTLE_ENDIAN));
        return null;
    }

    @Override
    public Refusal decide() {
        if ((command.weekend().getRaw() & EVERY_DAY) == EVERY_DAY) {
            return Refusal.BAD_DATE;
        }
        for (CalendarDecoder.HolidaysDecoder holiday : command.holidays()) {
            if (!Dates.isDate(holiday.date())) {
                return Refusal.BAD_DATE;
            }
        }
        command.wrap(command.buffer(), at, block, version);
        int name =
                journal.name(command.buffer(), at + CalendarDecoder.nameEncodingOffset(), CalendarDecoder.nameLength());
        journal.accept();
        events.calendarDefined(name, command.weekend().getRaw());
        for (CalendarDecoder.HolidaysDecoder holiday : command.holidays()) {
            events.holidayAdded(name, holiday.date());
        }
        return null;
    }
}
