package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.plugin.ProjectSources;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Starts a plugin anew when a source of it is saved, beside the sidecar that it has, and says so. */
final class LiveSources implements AutoCloseable {
    private final List<Live> plugins = new CopyOnWriteArrayList<>();
    private final BiConsumer<String, String> say;

    /** @param say is told an instance, and what became of it */
    LiveSources(BiConsumer<String, String> say) {
        this.say = say;
    }

    /** Starts one plugin with what was built. */
    @FunctionalInterface
    interface Restart {
        /** @return what became of the two, in words; null when the signal to stop came first */
        String again(ProjectSources.Built built, StopSignal stop);
    }

    private record Live(String instance, ProjectSources sources, Restart restart) {}

    /** Looks after this one, too. */
    void add(String instance, PluginProject project, Restart restart) {
        plugins.add(new Live(instance, new ProjectSources(project), restart));
    }

    /** To be called again and again. */
    void look(StopSignal stop) {
        for (Live plugin : plugins) {
            switch (plugin.sources().look()) {
                case ProjectSources.None _ -> {}
                case ProjectSources.Broken broken ->
                    say.accept(plugin.instance(), "does not compile; what ran before goes on:\n" + broken.problems());
                case ProjectSources.Built built -> startAgain(plugin, built, stop);
            }
        }
    }

    private void startAgain(Live plugin, ProjectSources.Built built, StopSignal stop) {
        long beginNs = System.nanoTime();
        String now;
        try {
            now = plugin.restart().again(built, stop);
        } catch (CommandException failed) {
            now = null;
            say.accept(plugin.instance(), "was built, and is not started again: " + failed.getMessage());
        }
        if (now != null) {
            say.accept(
                    plugin.instance(),
                    "built in " + Figures.duration(built.tookNs()) + "; " + now + ", in "
                            + Figures.duration(System.nanoTime() - beginNs));
        }
    }

    @Override
    public void close() {
        plugins.forEach(plugin -> plugin.sources().close());
    }
}
