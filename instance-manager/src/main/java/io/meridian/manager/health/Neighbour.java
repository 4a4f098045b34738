package io.meridian.manager.health;

import io.meridian.manager.reconcile.InstanceState;
import io.meridian.manager.reconcile.Phase;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How a plugin is that somebody else started beside its sidecar.
 *
 * @param latched null: its sidecar does not answer
 */
public record Neighbour(String name, Level level, List<String> reasons, Boolean latched) {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Asks all at the same time. @param sidecars their folders, by their names */
    public static List<Neighbour> ask(Map<String, Path> sidecars, Instant now) {
        Map<String, Neighbour> answers = new ConcurrentSkipListMap<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            sidecars.forEach((name, folder) ->
                    each.submit(() -> answers.put(name, judged(name, answer(folder, now), now))));
        }
        return List.copyOf(answers.values());
    }

    private static SidecarAnswer answer(Path folder, Instant now) {
        try {
            return SidecarAnswer.parse(new ControlClient(folder, PATIENCE).health(), now);
        } catch (IOException | RuntimeException silent) {
            return SidecarAnswer.silent(String.valueOf(silent.getMessage()), now);
        }
    }

    private static Neighbour judged(String name, SidecarAnswer answer, Instant now) {
        // Nobody says when it was started: it is taken for long ago.
        Judge.Verdict verdict = Judge.of(
                new InstanceState(name, Phase.RUNNING, "", Instant.EPOCH, null, null, 0), answer, List.of(), now);
        return new Neighbour(name, verdict.level(), verdict.reasons(), answer.isSilent() ? null : answer.latched());
    }
}
