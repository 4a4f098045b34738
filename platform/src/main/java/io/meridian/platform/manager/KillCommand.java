package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.kill.KillScope;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.control.LatchState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian kill}. */
@Command(
        name = "kill",
        description = {
            "Stops orders at once: sets the kill latches of sidecars, which hold across restarts until 'meridian"
                    + " release'. Market data, signals and what is told of fills go on.",
            "It is asked of the instance manager, which says it on the bus as well. Where none answers, the sidecars"
                    + " of this machine are asked directly; neither the bus nor the manager has to be there for that."
        },
        footer = {
            "",
            "  meridian kill --all --by 'Anna Smith' --reason 'odd prices'",
            "  meridian kill --venue XNAS --by anna --reason 'venue says so'",
            "  meridian kill --all --drill --by anna --reason 'monthly drill'"
        })
public final class KillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private KillOptions what;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Your name, for the record.")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
    private String reason;

    @Option(names = "--drill", description = "Stops nothing: finds out who would answer, and how fast.")
    private boolean drill;

    @Override
    public Integer call() {
        if (what.folder() != null) {
            return OneLatch.ask(what.folder(), this::latch, spec.commandLine().getOut(), line.isJson());
        }
        List<String> latched = new ArrayList<>();
        Map<String, String> failed = new LinkedHashMap<>();
        String trouble = "";
        JsonNode report = null;
        try {
            report = line.post("/v1/kills", request());
            report.get("latched").forEach(name -> latched.add(name.asText()));
            report.get("failed")
                    .properties()
                    .forEach(each -> failed.put(each.getKey(), each.getValue().asText()));
        } catch (CommandException away) {
            if (away.exitCode() == picocli.CommandLine.ExitCode.USAGE) {
                throw away;
            }
            trouble = away.getMessage();
        }
        // Sidecars that no manager knows, and all of them where none answers.
        DirectLatches direct = new DirectLatches();
        if (report == null) {
            direct.ofManager(line.folder(), chosen());
        }
        if (what.scope() == KillScope.ALL || what.scope() == KillScope.INSTANCE) {
            direct.in(
                    line.stackSidecars(),
                    name -> !latched.contains(name) && (what.scope() == KillScope.ALL || name.equals(what.target())));
        }
        DirectLatches.Result result = direct.ask(this::latch);
        latched.addAll(result.done());
        failed.putAll(result.failed());
        show(latched, failed, trouble, report);
        return failed.isEmpty() && (trouble.isEmpty() || !latched.isEmpty()) ? 0 : 1;
    }

    private LatchState latch(ControlClient client) throws IOException {
        return drill ? client.status() : client.latch(by, reason);
    }

    private Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("scope", what.scope().name());
        if (!what.target().isEmpty()) {
            request.put("target", what.target());
        }
        request.put("drill", drill);
        request.put("why", by + ": " + reason);
        return request;
    }

    private Predicate<InstanceFolder> chosen() {
        return switch (what.scope()) {
            case ALL -> folder -> true;
            case INSTANCE -> folder -> folder.home().getFileName().toString().equals(what.target());
            case PLUGIN -> folder -> what.target().equals(folder.about().get("plugin"));
            case POOL -> folder -> what.target().equals(folder.about().get("pool"));
            case VENUE, PORTFOLIO ->
                throw CommandException.failed("No manager answers, and without it nobody knows who may send there. Stop"
                        + " everything: --all.");
        };
    }

    private void show(List<String> latched, Map<String, String> failed, String trouble, JsonNode report) {
        PrintWriter out = spec.commandLine().getOut();
        if (line.isJson()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("drill", drill);
            fields.put("latched", latched);
            fields.put("failed", failed);
            fields.put("manager", trouble.isEmpty());
            fields.put(
                    "kill", report == null ? null : report.get("kill").get("id").asText());
            out.println(Json.of(fields));
            out.flush();
            return;
        }
        out.println((drill ? "Would latch " : "Latched ") + latched.size() + " of " + (latched.size() + failed.size())
                + (report == null
                        ? ""
                        : " in " + Math.round(report.get("millis").asDouble()) + " ms")
                + (latched.isEmpty() ? "." : ": " + String.join(", ", latched) + "."));
        failed.forEach((name, why) -> out.println("NOT latched: " + name + ": " + why));
        if (report == null) {
            out.println("No manager answered (" + trouble + ") so the sidecars of this machine were asked directly.");
        } else {
            if (!report.get("onBus").asText().isEmpty()) {
                out.println("Not told over the bus: " + report.get("onBus").asText() + ".");
            }
            if (!drill) {
                out.println("It holds until: meridian release --kill "
                        + report.get("kill").get("id").asText() + " --by NAME --reason TEXT");
            }
        }
        out.flush();
    }
}
