package io.meridian.platform.desk;

import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.value.Decimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk verdict}. */
@Command(name = "verdict", description = "Approves or rejects an order that waits for compliance.")
final class VerdictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @Parameters(index = "0", paramLabel = "VERDICT", description = "approve or reject.")
    private String verdict;

    @Parameters(index = "1", paramLabel = "ORDER", description = "The order's id.")
    private String order;

    @Option(names = "--reason", defaultValue = "", description = "Why, for the record and for the strategy.")
    private String reason;

    @Override
    public Integer call() {
        boolean approves = verdict.equals("approve");
        if (!approves && !verdict.equals("reject")) {
            throw CommandException.wrongUse("VERDICT must be approve or reject.");
        }
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    OrderEventEncoder command =
                            new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
                    command.tsEvent(DeskLine.now()).tsInit(DeskLine.now()).orderId(order);
                    Decimal.writeAbsent(command.quantity());
                    Decimal.writeAbsent(command.filledQuantity());
                    Decimal.writeAbsent(command.leavesQuantity());
                    Decimal.writeAbsent(command.averagePrice());
                    Decimal.writeAbsent(command.limitPrice());
                    Decimal.writeAbsent(command.stopPrice());
                    command.previousState(OrderState.NULL_VAL)
                            .state(approves ? OrderState.COMPLIANCE_APPROVED : OrderState.COMPLIANCE_REJECTED)
                            .cause(OrderCause.COMPLIANCE)
                            .reason(reason);
                    return command.encodedLength();
                },
                (approves ? "Approved: " : "Rejected: ") + order + ".");
    }
}
