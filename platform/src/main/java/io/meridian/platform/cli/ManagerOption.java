package io.meridian.platform.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Which manager a command speaks to. */
public final class ManagerOption {
    @Option(
            names = "--manager",
            paramLabel = "URL",
            description = "Where the manager is. Default: $MERIDIAN_MANAGER, or that of the stack or of manager.dir on"
                    + " this machine.")
    private URI url;

    /** Null: it is not said. */
    public URI url() {
        return url;
    }
}
