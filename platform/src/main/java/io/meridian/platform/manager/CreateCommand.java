package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin create}. */
@Command(
        name = "create",
        description = "Makes an instance of a registered plugin. It does not run yet; what its manifest asks for is"
                + " requested as grants.",
        footer = {
            "",
            "  meridian plugin create momo-1 my-alpha",
            "  meridian plugin create momo-2 my-alpha@1.2.0 --setting fast=12 --secret apiKey=ACME_KEY"
        })
final class CreateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Mixin
    private InstanceOptions options = new InstanceOptions();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "What it is called.")
    private String name;

    @Parameters(index = "1", paramLabel = "PLUGIN[@VERSION]", description = "Of which plugin. Default: its newest.")
    private String plugin;

    @Option(names = "--runtime", paramLabel = "NAME", description = "How it is run: process or docker.")
    private String runtime;

    @Option(
            names = "--needs",
            paramLabel = "INSTANCE",
            split = ",",
            description = "Instances that must be ready before it is started.")
    private List<String> needs = new ArrayList<>();

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        int at = plugin.indexOf('@');
        body.put("plugin", at < 0 ? plugin : plugin.substring(0, at));
        if (at >= 0) {
            body.put("version", plugin.substring(at + 1));
        }
        if (runtime != null) {
            body.put("runtime", runtime);
        }
        if (!needs.isEmpty()) {
            body.put("needs", needs);
        }
        options.put(body);
        JsonNode made = line.post("/v1/instances", body);
        PrintWriter out = spec.commandLine().getOut();
        if (line.isJson()) {
            out.println(made);
        } else {
            out.println("Made " + name + " of " + made.get("plugin").asText() + " "
                    + made.get("version").asText() + ".");
            JsonNode waiting = line.get("/v1/grants?instance=" + name + "&state=REQUESTED");
            if (!waiting.get("items").isEmpty()) {
                out.println(waiting.get("items").size()
                        + " grants wait for a decision by somebody else: meridian grants list " + name + ".");
            }
            out.println("Start it: meridian plugin start " + name);
        }
        out.flush();
        return 0;
    }
}
