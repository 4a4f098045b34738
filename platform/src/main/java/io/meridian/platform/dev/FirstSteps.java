package io.meridian.platform.dev;

import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person is told once a stack runs: where its figures are, and what to try first.
 *
 * @param manager the folder of its manager
 */
record FirstSteps(
        StackFolder folder,
        Path manager,
        StackManagers managers,
        boolean hasPages,
        boolean hasStore,
        boolean hasAudit) {
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "metrics",
                "http://127.0.0.1:"
                        + Files.readString(ManagerSettings.port(manager)).strip()
                        + "/v1/targets tells a Prometheus where they are: docs/how-to/monitor.md"));
        if (managers.areSeveral()) {
            lines.add(line(
                    "cluster",
                    managers.count() + " managers, one leads: ./meridian cluster status" + name()
                            + ". Kill that one, and look again"));
        }
        List<String> steps = new ArrayList<>();
        if (hasPages) {
            steps.add("./meridian plugin open hello" + name() + "   the page of the strategy that trades");
        }
        if (hasStore) {
            steps.add("./meridian data show positions --as-of now" + name() + "   what it has bought");
        }
        if (hasAudit) {
            steps.add("./meridian audit verify" + name() + "   the proof of all that happened");
        }
        for (String step : steps) {
            lines.add(line(step.equals(steps.getFirst()) ? "try" : "", step));
        }
        return lines;
    }

    /** Commands are about the usual stack unless they are told another. */
    private String name() {
        return folder.name().equals(StackOptions.USUAL) ? "" : " --name " + folder.name();
    }

    private static String line(String what, String text) {
        return String.format("  %-12s%s", what, text);
    }
}
