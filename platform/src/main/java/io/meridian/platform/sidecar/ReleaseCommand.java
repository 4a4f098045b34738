package io.meridian.platform.sidecar;

import io.meridian.sidecar.control.ControlClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meridian release}. */
@Command(name = "release", description = "Lets a plugin's orders flow again: releases the kill latch of its sidecar.")
public final class ReleaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LatchOptions options = new LatchOptions();

    @Override
    public Integer call() {
        return options.run(spec.commandLine().getOut(), ControlClient::release);
    }
}
