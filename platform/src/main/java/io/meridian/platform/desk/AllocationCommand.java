package io.meridian.platform.desk;

import io.meridian.plugin.contract.trading.AllocationEncoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.util.concurrent.Callable;
import org.agrona.MutableDirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk allocation}. */
@Command(
        name = "allocation",
        description = "Confirms, affirms or rejects how an order is shared out. Once affirmed the shares are booked.",
        footer = {"", "  meridian desk allocation confirm block-7", "  meridian desk allocation affirm block-7"})
final class AllocationCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    /** What can be said of it. */
    enum Step {
        CONFIRM(AllocationState.CONFIRMED, "Confirmed, to be affirmed: "),
        AFFIRM(AllocationState.AFFIRMED, "Affirmed and booked: "),
        REJECT(AllocationState.REJECTED, "Rejected: ");

        private final AllocationState state;
        private final String done;

        Step(AllocationState state, String done) {
            this.state = state;
            this.done = done;
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "STEP",
            description = "confirm (the broker agrees), affirm (so do we) or reject.")
    private Step step;

    @Parameters(index = "1", paramLabel = "ALLOCATION", description = "Its id.")
    private String id;

    @Override
    public Integer call() {
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    AllocationEncoder command = begin(buffer, id, "", AllocationMethod.PRO_RATA, step.state);
                    command.sharesCount(0);
                    return command.encodedLength();
                },
                step.done + id + ".");
    }

    /** An Allocation message, up to its shares. */
    static AllocationEncoder begin(
            MutableDirectBuffer buffer, String id, String order, AllocationMethod method, AllocationState state) {
        AllocationEncoder message = new AllocationEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        message.tsEvent(DeskLine.now()).tsInit(DeskLine.now());
        return message.allocationId(id).orderId(order).method(method).state(state);
    }
}
