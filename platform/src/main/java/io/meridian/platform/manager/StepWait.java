package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until an instance is as it was asked to be. */
final class StepWait {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ManagerLine line;
    private final String wantedPhase;
    private final boolean replaces;

    /**
     * @param wantedPhase null: as it shall be at the end
     * @param replaces whether what ran before is to be gone
     */
    StepWait(ManagerLine line, String wantedPhase, boolean replaces) {
        this.line = line;
        this.wantedPhase = wantedPhase;
        this.replaces = replaces;
    }

    /** @param before the instance when it was asked. @return how it is in the end, be it done or not */
    JsonNode await(JsonNode before, int seconds, StopSignal stop) {
        String name = before.get("name").asText();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        JsonNode now = line.get("/v1/instances/" + name);
        while (!isDone(before, now) && System.nanoTime() - deadlineNs < 0) {
            if (now.get("phase").asText().equals("QUARANTINED")) {
                throw CommandException.failed(name + " is in quarantine: " + reasons(now));
            }
            if (stop.await(LOOK_NS)) {
                return now;
            }
            now = line.get("/v1/instances/" + name);
        }
        return now;
    }

    /** One that runs must have been started after it was asked for, and be well. */
    boolean isDone(JsonNode before, JsonNode now) {
        String wanted = wantedPhase != null
                ? wantedPhase
                : before.get("desired").asText().equals("RUNNING") ? "RUNNING" : "STOPPED";
        if (!now.get("phase").asText().equals(wanted)) {
            return false;
        }
        boolean isReplaced = !replaces
                || !now.path("unit").path("id").equals(before.path("unit").path("id"));
        String level = now.get("health").get("level").asText();
        return wanted.equals("STOPPED") || isReplaced && (level.equals("OK") || level.equals("DEGRADED"));
    }

    /** Why an instance is not well. */
    static String reasons(JsonNode instance) {
        List<String> reasons = new ArrayList<>();
        instance.get("health").get("reasons").forEach(reason -> reasons.add(reason.asText()));
        return String.join("; ", reasons);
    }
}
