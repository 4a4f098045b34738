package io.meridian.platform.desk;

import io.meridian.kernel.book.Dates;
import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.CalendarEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk calendar}. */
@Command(
        name = "calendar",
        description = "Says on which days nothing settles at a venue. Where nothing is said it is Saturday and Sunday."
                + " Dates of before stay. The store keeps what was said when: 'meridian data show calendars'.",
        footer = {"", "  meridian desk calendar XNAS --closed 2026-12-25,2027-01-01"})
final class CalendarCommand implements Callable<Integer> {
    /** What fits into one message by far. */
    private static final int MOST = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @Parameters(index = "0", paramLabel = "VENUE", description = "Such as XNAS.")
    private String venue;

    @Option(names = "--closed", paramLabel = "DATE", split = ",", description = "Dates, such as 2026-12-25.")
    private List<LocalDate> closed = List.of();

    @Option(
            names = "--weekend",
            paramLabel = "DAY",
            split = ",",
            description = "The days of each week. Default: SATURDAY,SUNDAY.")
    private Set<DayOfWeek> weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    @Override
    public Integer call() {
        if (!TopicTemplate.isSegment(venue)) {
            throw CommandException.wrongUse("VENUE=" + venue + " must be letters, digits, '_' or '-'.");
        }
        if (closed.size() > MOST) {
            throw CommandException.wrongUse("--closed has " + closed.size() + " dates, at most " + MOST
                    + " at once. Say the others afterwards: dates of before stay.");
        }
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    CalendarEncoder command =
                            new CalendarEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
                    command.tsEvent(DeskLine.now()).tsInit(DeskLine.now()).name(venue);
                    command.weekend()
                            .clear()
                            .monday(weekend.contains(DayOfWeek.MONDAY))
                            .tuesday(weekend.contains(DayOfWeek.TUESDAY))
                            .wednesday(weekend.contains(DayOfWeek.WEDNESDAY))
                            .thursday(weekend.contains(DayOfWeek.THURSDAY))
                            .friday(weekend.contains(DayOfWeek.FRIDAY))
                            .saturday(weekend.contains(DayOfWeek.SATURDAY))
                            .sunday(weekend.contains(DayOfWeek.SUNDAY));
                    CalendarEncoder.HolidaysEncoder holidays = command.holidaysCount(closed.size());
                    closed.forEach(date -> holidays.next().date(Dates.ofDay((int) date.toEpochDay())));
                    return command.encodedLength();
                },
                "Nothing settles at " + venue + " on " + weekend + (closed.isEmpty() ? "" : " and on " + closed) + ".");
    }
}
