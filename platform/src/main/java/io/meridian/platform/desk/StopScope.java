package io.meridian.platform.desk;

import io.meridian.platform.kernel.ControlOrder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import java.time.Instant;
import org.agrona.MutableDirectBuffer;
import picocli.CommandLine.Option;

/** What is stopped or released. */
final class StopScope {
    @Option(names = "--all", description = "Everything of the deployment.")
    private boolean all;

    @Option(names = "--strategy", paramLabel = "NAME", description = "One strategy, by the name of its portfolio.")
    private String strategy;

    @Option(names = "--portfolio", paramLabel = "NAME", description = "One portfolio.")
    private String portfolio;

    @Option(names = "--venue", paramLabel = "NAME", description = "One venue.")
    private String venue;

    int encode(MutableDirectBuffer buffer, ControlKind kind, String by, String reason) {
        return ControlOrder.encode(buffer, Instant.now(), kind, scope(), target(), by, reason);
    }

    private ControlScope scope() {
        if (all) {
            return ControlScope.DEPLOYMENT;
        }
        return strategy != null
                ? ControlScope.INSTANCE
                : portfolio != null ? ControlScope.PORTFOLIO : ControlScope.VENUE;
    }

    private String target() {
        return all ? "" : strategy != null ? strategy : portfolio != null ? portfolio : venue;
    }

    @Override
    public String toString() {
        return all ? "everything" : scope().name().toLowerCase(java.util.Locale.ROOT) + " " + target();
    }
}
