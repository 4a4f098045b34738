package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.StopSignal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is done to an instance that is there, in one word; and the waiting until it is done. */
abstract class StepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", arity = "1..*", paramLabel = "INSTANCE", description = "Which.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for the record.")
    private String why;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait until it is done; 0: not at all. Default: ${DEFAULT-VALUE}.")
    private int wait;

    private final String step;
    private final String wantedPhase;

    StepCommand(String step, String wantedPhase) {
        this.step = step;
        this.wantedPhase = wantedPhase;
    }

    /** {@code meridian plugin start}. */
    @Command(name = "start", description = "Says that instances shall run, and waits until they do.")
    static final class Start extends StepCommand {
        Start() {
            super("start", "RUNNING");
        }
    }

    /** {@code meridian plugin stop}. */
    @Command(name = "stop", description = "Says that instances shall not run, and waits until they have ended.")
    static final class Stop extends StepCommand {
        Stop() {
            super("stop", "STOPPED");
        }
    }

    /** {@code meridian plugin restart}. */
    @Command(name = "restart", description = "Stops instances and starts them again.")
    static final class Restart extends StepCommand {
        Restart() {
            super("restart", "RUNNING");
        }
    }

    /** {@code meridian plugin rollback}. */
    @Command(name = "rollback", description = "Goes back to the version that an instance had before.")
    static final class RollBack extends StepCommand {
        RollBack() {
            super("rollback", null);
        }
    }

    /** {@code meridian plugin rearm}. */
    @Command(
            name = "rearm",
            description = "Lets instances trade that were started with open orders, and so in observe mode.",
            footer = {"", "  meridian plugin rearm momo-1 --why 'its orders are as the venue has them'"})
    static final class Rearm extends StepCommand {
        Rearm() {
            super("rearm", null);
        }
    }

    /** {@code meridian plugin release}. */
    @Command(name = "release", description = "Ends the quarantine of an instance that crashed too often.")
    static final class Release extends StepCommand {
        Release() {
            super("release", null);
        }
    }

    @Override
    public Integer call() {
        List<JsonNode> asked = new ArrayList<>();
        for (String name : names) {
            asked.add(line.post("/v1/instances/" + name + "/" + step, Map.of("why", why)));
        }
        StepWait done = new StepWait(line, wantedPhase, step.equals("restart") || step.equals("rollback"));
        StopSignal stop = StopSignal.install();
        int exit = 0;
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode before : asked) {
            JsonNode after = wait == 0 ? before : done.await(before, wait, stop);
            boolean isDone = wait == 0 || done.isDone(before, after);
            out.println(line.isJson() ? after.toString() : words(after, isDone));
            exit = isDone ? exit : 1;
        }
        out.flush();
        return exit;
    }

    private static String words(JsonNode instance, boolean isDone) {
        String text = instance.get("name").asText() + " is "
                + instance.get("phase").asText().toLowerCase(java.util.Locale.ROOT) + ", version "
                + instance.get("version").asText() + ", health "
                + instance.get("health").get("level").asText();
        String reasons = StepWait.reasons(instance);
        return text + (reasons.isEmpty() ? "." : ": " + reasons + ".") + (isDone ? "" : " It is not done yet.");
    }
}
