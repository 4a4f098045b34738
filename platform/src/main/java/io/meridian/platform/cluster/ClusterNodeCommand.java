package io.meridian.platform.cluster;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterSettings;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian cluster node}. */
@Command(
        name = "node",
        description = {
            "Runs a node that manages nothing: it votes, so that two managers and it are three. Where it is and who the"
                    + " others are is said by CLUSTER_NODE and CLUSTER_SEEDS.",
            "Prints one line on standard output when it listens."
        })
public final class ClusterNodeCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting cluster.dir: where it keeps what was decided.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Settings settings = service.settings(ClusterSettings.DIR, folder).read();
        if (!ClusterSettings.isWanted(settings)) {
            throw CommandException.wrongUse("cluster.seeds is not set. Name the nodes that decide, such as"
                    + " CLUSTER_SEEDS=a@10.0.0.1:7800,b@10.0.0.2:7800,c@10.0.0.3:7800");
        }
        Path own = settings.find(ClusterSettings.DIR)
                .orElseThrow(() -> CommandException.wrongUse("Say where it keeps what was decided: --dir DIR"));
        StopSignal stop = service.stop();
        try (ServedNode served = ServedNode.open(settings, false, own, own)) {
            Output.out()
                    .println("ready node=" + served.node().name() + " listen="
                            + served.node().settings().listen() + " pid="
                            + ProcessHandle.current().pid());
            while (!stop.await(LOOK_NS)) {
                served.requireWell();
            }
        }
        return 0;
    }
}
