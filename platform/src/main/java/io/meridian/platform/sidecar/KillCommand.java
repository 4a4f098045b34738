package io.meridian.platform.sidecar;

import io.meridian.sidecar.control.ControlClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meridian kill}. */
@Command(
        name = "kill",
        description =
                "Stops a plugin's orders at once: sets the kill latch of its sidecar. Works without the bus and without"
                        + " the management plane, and holds across restarts until 'meridian release'.")
public final class KillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LatchOptions options = new LatchOptions();

    @Override
    public Integer call() {
        return options.run(spec.commandLine().getOut(), ControlClient::latch);
    }
}
