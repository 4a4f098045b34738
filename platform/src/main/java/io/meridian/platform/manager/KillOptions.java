package io.meridian.platform.manager;

import io.meridian.manager.kill.KillScope;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is stopped or let through again. */
final class KillOptions {
    @Option(names = "--dir", paramLabel = "DIR", description = "One sidecar, by its folder (its setting sidecar.dir).")
    private Path folder;

    @Option(names = "--all", description = "Everything of the deployment.")
    private boolean all;

    @Option(names = "--instance", paramLabel = "NAME", description = "One instance.")
    private String instance;

    @Option(names = "--plugin", paramLabel = "ID", description = "All instances of a plugin.")
    private String plugin;

    @Option(names = "--pool", paramLabel = "POOL", description = "All instances of a type of pool, such as EMS.")
    private String pool;

    @Option(names = "--venue", paramLabel = "NAME", description = "All that may send to a venue.")
    private String venue;

    @Option(names = "--portfolio", paramLabel = "NAME", description = "All that may order for a portfolio.")
    private String portfolio;

    /** One folder, or null. */
    Path folder() {
        return folder;
    }

    KillScope scope() {
        return all
                ? KillScope.ALL
                : instance != null
                        ? KillScope.INSTANCE
                        : plugin != null
                                ? KillScope.PLUGIN
                                : pool != null ? KillScope.POOL : venue != null ? KillScope.VENUE : KillScope.PORTFOLIO;
    }

    String target() {
        return switch (scope()) {
            case ALL -> "";
            case INSTANCE -> instance;
            case PLUGIN -> plugin;
            case POOL -> pool;
            case VENUE -> venue;
            case PORTFOLIO -> portfolio;
        };
    }
}
