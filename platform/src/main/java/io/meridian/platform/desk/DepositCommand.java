package io.meridian.platform.desk;

import io.meridian.plugin.contract.trading.CashKind;
import io.meridian.plugin.contract.trading.CashMovementEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk deposit}. */
@Command(
        name = "deposit",
        description = "Books money that comes to a portfolio, or goes when the amount is negative.",
        footer = {"", "  meridian desk deposit hello 1000000 USD"})
final class DepositCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @Parameters(index = "0", paramLabel = "PORTFOLIO", description = "Whose money it is.")
    private String portfolio;

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, such as 1000000 or -250.50.")
    private BigDecimal amount;

    @Parameters(index = "2", paramLabel = "CURRENCY", description = "Of what currency, such as USD.")
    private String currency;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The same id a second time books nothing. Default: a new one.")
    private String id = DeskLine.newId();

    @Override
    public Integer call() {
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    CashMovementEncoder command =
                            new CashMovementEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
                    command.tsEvent(DeskLine.now())
                            .tsInit(DeskLine.now())
                            .movementId(id)
                            .portfolio(portfolio)
                            .kind(amount.signum() < 0 ? CashKind.WITHDRAWAL : CashKind.DEPOSIT);
                    Decimal value = Decimal.of(amount);
                    command.amount()
                            .mantissa(value.mantissa())
                            .scale((byte) value.scale())
                            .currency(currency);
                    command.note("");
                    return command.encodedLength();
                },
                "Booked: " + amount.toPlainString() + " " + currency + " for " + portfolio + ".");
    }
}
