package io.meridian.conformance;

import io.meridian.conformance.Result.Outcome;
import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.conformance.stage.Stage;
import io.meridian.plugin.contract.proto.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the checks. */
public final class Conformance {
    private final Subject subject;
    private final Path folder;
    private final Stage.Maker stages;

    /**
     * With a sidecar that is played.
     *
     * @param folder for the files of runs; short, since sockets lie in it; emptied after each check
     */
    public Conformance(Subject subject, Path folder) {
        this(subject, folder, (plugin, own) -> new PlayedPlatform(own, plugin.settings()));
    }

    /**
     * With another sidecar.
     *
     * @param folder as of the other
     * @param stages sets one up for each check
     */
    public Conformance(Subject subject, Path folder, Stage.Maker stages) {
        this.subject = subject;
        this.folder = folder;
        this.stages = stages;
    }

    /** All checks there are. */
    public static List<Check> checks() {
        return Stream.of(
                        LifecycleChecks.all(),
                        GoingChecks.all(),
                        MessageChecks.all(),
                        PublishChecks.all(),
                        RoleChecks.all(),
                        VenueChecks.all(),
                        OrderChecks.all(),
                        RouterChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The groups that concern a plugin of a pool. */
    public static Set<Group> groupsFor(String pool) {
        Set<Group> groups = EnumSet.of(Group.LIFECYCLE, Group.MESSAGES);
        Group role = Group.ofPool(pool);
        if (role != null) {
            groups.add(role);
        }
        return groups;
    }

    /** A message that says something to whoever reads a pattern. */
    public static Delivery sample(String pattern) {
        return Samples.of(Samples.topic(pattern)).build();
    }

    /** Runs the checks of some groups, one after the other, and tells of each as it ends. */
    public List<Result> run(Set<Group> groups, Consumer<Result> listener) {
        List<Result> results = new ArrayList<>();
        for (Check check : checks()) {
            if (groups.contains(check.group())) {
                Result result = run(check);
                results.add(result);
                listener.accept(result);
            }
        }
        return results;
    }

    /** Runs one check. */
    public Result run(Check check) {
        long started = System.nanoTime();
        Path own = folder.resolve("s");
        Outcome outcome = Outcome.PASSED;
        String text = "";
        try (Trial trial = new Trial(subject, own, stages.make(subject, own))) {
            try {
                check.body().run(trial);
            } catch (CheckFailedException failed) {
                outcome = failed.skipped() ? Outcome.SKIPPED : Outcome.FAILED;
                text = failed.skipped() ? failed.getMessage() : failed.getMessage() + trial.outputOfPlugin();
            }
        } finally {
            delete(own);
        }
        return new Result(check, outcome, text, (System.nanoTime() - started) / 1_000_000);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty folder=" + folder + ": " + e.getMessage(), e);
        }
    }
}
