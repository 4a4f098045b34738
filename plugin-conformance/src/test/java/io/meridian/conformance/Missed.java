package io.meridian.conformance;

import io.meridian.conformance.Result.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tries whether checks find what is wrong with plugins. */
public final class Missed {
    /** They mostly wait for what does not come. */
    private static final int AT_ONCE = 6;

    private Missed() {}

    /** Runs tries, some at once, and gives what they say, but for those that say nothing. */
    public static List<String> among(List<Callable<String>> tries) throws InterruptedException, ExecutionException {
        List<Future<String>> running = new ArrayList<>();
        try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
            tries.forEach(each -> running.add(runs.submit(each)));
        }
        List<String> missed = new ArrayList<>();
        for (Future<String> each : running) {
            if (!each.get().isEmpty()) {
                missed.add(each.get());
            }
        }
        return missed;
    }

    /** Empty when a check finds that a plugin is wrong, and says so; else what came instead. */
    public static String by(String id, String complaint, Subject subject) throws IOException {
        Check check = Conformance.checks().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        Path folder = Files.createTempDirectory("mk");
        try {
            Result result = new Conformance(subject, folder).run(check);
            boolean found = result.outcome() == Outcome.FAILED && result.text().contains(complaint);
            return found ? "" : id + ": " + complaint + " -> " + result.outcome() + " " + result.text();
        } finally {
            Files.delete(folder);
        }
    }
}
