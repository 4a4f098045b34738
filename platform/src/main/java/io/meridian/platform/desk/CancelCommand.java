package io.meridian.platform.desk;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk cancel}. */
@Command(name = "cancel", description = "Cancels what is open of an order.")
final class CancelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @Parameters(index = "0", paramLabel = "ORDER", description = "The order's id.")
    private String order;

    @Override
    public Integer call() {
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    CancelOrderEncoder command =
                            new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
                    command.tsEvent(DeskLine.now())
                            .tsInit(DeskLine.now())
                            .orderId(order)
                            .requestId(DeskLine.newId())
                            .note("");
                    return command.encodedLength();
                },
                "The cancel is on its way: " + order + ".");
    }
}
