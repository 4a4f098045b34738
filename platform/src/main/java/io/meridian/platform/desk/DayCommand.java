package io.meridian.platform.desk;

import io.meridian.kernel.book.Dates;
import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.trading.BusinessDayEncoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk day}. */
@Command(
        name = "day",
        description = "Begins or ends a business day: settles what is due; the end also expires orders for the day and"
                + " values positions.")
final class DayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @Parameters(index = "0", paramLabel = "PHASE", description = "BEGIN or END.")
    private DayPhase phase;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATE", description = "Such as 2026-12-31. Default: today.")
    private LocalDate date = LocalDate.now();

    @Override
    public Integer call() {
        if (phase == DayPhase.NULL_VAL) {
            throw CommandException.wrongUse("PHASE must be BEGIN or END.");
        }
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    BusinessDayEncoder command =
                            new BusinessDayEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
                    command.tsEvent(DeskLine.now())
                            .tsInit(DeskLine.now())
                            .date(Dates.ofDay((int) date.toEpochDay()))
                            .phase(phase);
                    return command.encodedLength();
                },
                "The day " + date + (phase == DayPhase.BEGIN ? " began." : " ended."));
    }
}
