package io.meridian.platform.dev;

import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.plugin.PluginPair;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.plugin.ProjectSources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Starts a plugin anew when a source of it is saved, beside the sidecar that it has, and says so. One thread. */
final class LiveSources implements AutoCloseable {
    private final List<Live> plugins = new ArrayList<>();
    private final BiConsumer<String, String> say;

    /** @param say is told an instance, and what became of it */
    LiveSources(BiConsumer<String, String> say) {
        this.say = say;
    }

    private record Live(String instance, ProjectSources sources, PluginPair pair) {}

    /** Looks after this one, too. */
    void add(String instance, PluginProject project, PluginPair pair) {
        plugins.add(new Live(instance, new ProjectSources(project), pair));
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
        if (built.asksForOther()) {
            if (!plugin.pair().startAgain(stop)) {
                return;
            }
        } else {
            plugin.pair().startPluginAgain();
        }
        say.accept(
                plugin.instance(),
                "built in " + Figures.duration(built.tookNs()) + " and started again in "
                        + Figures.duration(System.nanoTime() - beginNs)
                        + (built.asksForOther()
                                ? ", with its sidecar: the manifest is another"
                                : ", its sidecar stayed"));
    }

    @Override
    public void close() {
        plugins.forEach(plugin -> plugin.sources().close());
    }
}
