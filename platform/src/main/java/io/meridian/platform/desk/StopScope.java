package io.meridian.platform.desk;

import io.meridian.plugin.contract.trading.ControlEventEncoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
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
        ControlEventEncoder command =
                new ControlEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        command.tsEvent(DeskLine.now())
                .tsInit(DeskLine.now())
                .expireAt(0)
                .controlId(DeskLine.newId())
                .kind(kind)
                .scope(scope())
                .target(target())
                .actor(by)
                .reason(reason);
        return command.encodedLength();
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
