package io.meridian.platform.desk;

import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.trading.AllocationEncoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk allocate}. */
@Command(
        name = "allocate",
        description =
                "Asks to share out among portfolios what was filled of an order, at its average price. Booked once it"
                        + " is confirmed and affirmed: 'meridian desk allocation'.",
        footer = {
            "",
            "  meridian desk allocate hello-17 pension=3 growth=1",
            "  meridian desk allocate hello-17 pension=75 growth=25 --of percentage",
            "  meridian desk allocate hello-17 pension=60 growth=40 --of quantity"
        })
final class AllocateCommand implements Callable<Integer> {
    private static final int MOST_SHARES = 256;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    /** What the numbers are. */
    enum Measure {
        WEIGHT(AllocationMethod.PRO_RATA, 0),
        PERCENTAGE(AllocationMethod.PERCENTAGE, 2),
        QUANTITY(AllocationMethod.AVERAGE_PRICE, 0);

        private final AllocationMethod method;
        private final int places;

        Measure(AllocationMethod method, int places) {
            this.method = method;
            this.places = places;
        }
    }

    @Parameters(index = "0", paramLabel = "ORDER", description = "The order's id.")
    private String order;

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "PORTFOLIO=NUMBER",
            description = "Who gets how much; what the number is, --of says.")
    private Map<String, BigDecimal> shares = new LinkedHashMap<>();

    @Option(
            names = "--of",
            paramLabel = "WHAT",
            defaultValue = "weight",
            description = "What the numbers are: weight (default), percentage (100 in all) or quantity.")
    private Measure measure;

    @Option(names = "--id", paramLabel = "ID", description = "The allocation's id. Default: a new one.")
    private String id = DeskLine.newId();

    @Override
    public Integer call() {
        if (shares.size() > MOST_SHARES) {
            throw CommandException.wrongUse("An order can have at most " + MOST_SHARES + " shares.");
        }
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    AllocationEncoder command =
                            AllocationCommand.begin(buffer, id, order, measure.method, AllocationState.REQUESTED);
                    AllocationEncoder.SharesEncoder group = command.sharesCount(shares.size());
                    shares.forEach((portfolio, number) -> {
                        group.next().portfolio(portfolio).account("");
                        boolean isQuantity = measure == Measure.QUANTITY;
                        Decimal.writeAbsent(isQuantity ? group.weight() : group.quantity());
                        put(isQuantity ? group.quantity() : group.weight(), number.movePointLeft(measure.places));
                    });
                    return command.encodedLength();
                },
                "Asked for, to be confirmed and affirmed: allocation " + id + ".");
    }

    private static void put(DecimalEncoder to, BigDecimal number) {
        Decimal value = Decimal.of(number);
        to.mantissa(value.mantissa()).scale((byte) value.scale());
    }
}
