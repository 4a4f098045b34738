package io.meridian.manager.api;

import io.meridian.manager.Manager;
import io.meridian.manager.discovery.Targets;
import java.util.List;
import java.util.Map;

/** Where a Prometheus finds figures, in the form that it asks for. */
final class TargetCalls {
    private final Manager manager;
    private final Targets targets;

    TargetCalls(Manager manager, Targets targets) {
        this.manager = manager;
        this.targets = targets;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.of(
                "listTargets",
                call -> Answer.ok(targets.all().stream()
                        .map(target -> Views.fields(
                                "targets",
                                List.of("127.0.0.1:" + target.port()),
                                "labels",
                                Views.fields(
                                        "instance",
                                        target.instance(),
                                        "kind",
                                        target.kind(),
                                        "deployment",
                                        manager.options().deployment())))
                        .toList()));
    }
}
