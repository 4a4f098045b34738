package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin change}. */
@Command(
        name = "change",
        description = "Gives an instance another version, settings or secrets. What runs is replaced.",
        footer = {"", "  meridian plugin change momo-1 --to 1.3.0", "  meridian plugin change momo-1 --setting fast=20"
        })
final class ChangeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Mixin
    private InstanceOptions options = new InstanceOptions();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Which.")
    private String name;

    @Option(names = "--to", paramLabel = "VERSION", description = "The version that it shall have.")
    private String version;

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (version != null) {
            body.put("version", version);
        }
        options.put(body);
        JsonNode changed = line.patch("/v1/instances/" + name, body);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                line.isJson()
                        ? changed.toString()
                        : name + " is of " + changed.get("plugin").asText() + " "
                                + changed.get("version").asText() + " with the settings " + changed.get("settings")
                                + ".");
        out.flush();
        return 0;
    }
}
