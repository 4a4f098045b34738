package io.meridian.platform.manager;

import io.meridian.platform.cluster.ClusterNodeCommand;
import io.meridian.platform.cluster.ClusterStatusCommand;
import io.meridian.platform.cluster.ClusterTlsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian cluster}. */
@Command(
        name = "cluster",
        description =
                "Several machines that decide as one: how they are, what changes on them, their certificates, and a"
                        + " node that only votes.",
        subcommands = {
            ClusterStatusCommand.class,
            ClusterWatchCommand.class,
            ClusterNodeCommand.class,
            ClusterTlsCommand.class
        })
public final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the cluster.");
    }
}
