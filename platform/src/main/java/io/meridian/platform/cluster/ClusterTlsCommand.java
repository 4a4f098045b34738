package io.meridian.platform.cluster;

import io.meridian.cluster.tls.NodeCertificates;
import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian cluster init-tls}. */
@Command(
        name = "init-tls",
        description = {
            "Makes an authority for the nodes of a cluster, and a key and certificate for each. Copy the folder of a"
                    + " node to its machine and name it there: CLUSTER_TLS. The folder 'authority' stays with you.",
            "Run again, it gives nodes new ones of the same authority; a node that runs takes them for new connections."
        })
public final class ClusterTlsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where the folders are made.")
    private Path folder;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How long a node's certificate holds; by default ${DEFAULT-VALUE} days. The authority's: ten"
                    + " times as long.")
    private int days;

    @Parameters(
            arity = "1..*",
            paramLabel = "NODE=HOST",
            description = "A node, and the name or address that others reach it by.")
    private Map<String, String> nodes = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (days < 1) {
            throw CommandException.wrongUse("--days must be at least 1.");
        }
        try {
            NodeCertificates authority = NodeCertificates.in(folder, Duration.ofDays(10L * days));
            for (Map.Entry<String, String> node : nodes.entrySet()) {
                Path made = authority.give(node.getKey(), List.of(node.getValue()), Duration.ofDays(days));
                spec.commandLine().getOut().println(node.getKey() + "  " + made);
            }
            return 0;
        } catch (IOException e) {
            throw CommandException.failed(e.getMessage());
        }
    }
}
