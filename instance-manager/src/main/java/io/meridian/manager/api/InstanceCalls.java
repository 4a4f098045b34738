package io.meridian.manager.api;

import io.meridian.manager.Manager;
import io.meridian.manager.health.Neighbour;
import io.meridian.manager.health.SidecarAnswer;
import io.meridian.manager.reconcile.InstanceState;
import io.meridian.manager.reconcile.Phase;
import io.meridian.manager.registry.Instance;
import io.meridian.manager.registry.Instance.Desired;
import io.meridian.manager.registry.Instances;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.runtime.UnitRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Instances: as they shall be, and as they are. */
final class InstanceCalls {
    private static final Duration DAY = Duration.ofHours(24);

    private final Manager manager;
    private final Instances instances;

    InstanceCalls(Manager manager) {
        this.manager = manager;
        instances = manager.instances();
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.ofEntries(
                Map.entry("listInstances", this::list),
                Map.entry("listNeighbours", this::neighbours),
                Map.entry("createInstance", this::create),
                Map.entry("getInstance", call -> one(instances.get(call.value("instance")))),
                Map.entry(
                        "changeInstance",
                        call -> one(instances.change(
                                call.person(),
                                call.value("instance"),
                                call.revision(),
                                new Instances.Change(
                                        call.text("version"), call.texts("settings"), call.texts("secrets")),
                                call.why()))),
                Map.entry("removeInstance", call -> {
                    manager.remove(
                            call.person(), call.value("instance"), call.value("why") == null ? "" : call.value("why"));
                    return Answer.done();
                }),
                Map.entry("startInstance", call -> desire(call, Desired.RUNNING)),
                Map.entry("stopInstance", call -> desire(call, Desired.STOPPED)),
                Map.entry(
                        "restartInstance",
                        call -> one(instances.restart(call.person(), call.value("instance"), call.why()))),
                Map.entry(
                        "rollbackInstance",
                        call -> one(instances.rollBack(call.person(), call.value("instance"), call.why()))),
                Map.entry("releaseInstance", call -> {
                    Instance released = instances.release(call.person(), call.value("instance"), call.why());
                    manager.reconciler().forget(released.name());
                    return one(released);
                }),
                Map.entry(
                        "rearmInstance", call -> one(manager.rearm(call.person(), call.value("instance"), call.why()))),
                Map.entry("getInstanceHealth", this::health),
                Map.entry("getInstanceLogs", this::logs));
    }

    private Answer neighbours(Call call) {
        return Answer.page(
                call,
                Neighbour.ask(manager.neighbours(), manager.options().clock().instant()),
                Neighbour::name,
                each -> Views.fields(
                        "name", each.name(),
                        "level", each.level().name(),
                        "reasons", each.reasons(),
                        "latched", each.latched()));
    }

    private Answer list(Call call) {
        Map<String, Set<String>> secrets = instances.secretNames();
        return Answer.page(call, instances.all(), Instance::name, instance -> view(instance, secrets));
    }

    private Answer create(Call call) {
        PluginVersion version = call.text("version") == null
                ? manager.plugins().newest(call.text("plugin"))
                : manager.plugins().get(call.text("plugin"), call.text("version"));
        List<String> needs = new ArrayList<>();
        call.body().path("needs").forEach(needed -> needs.add(needed.asText()));
        Map<String, String> settings = call.texts("settings");
        Map<String, String> secrets = call.texts("secrets");
        Instance made = instances.create(
                call.person(),
                new Instances.Wanted(
                        call.text("name"),
                        call.text("plugin"),
                        version.version(),
                        call.text("runtime"),
                        settings == null ? Map.of() : settings,
                        secrets == null ? Map.of() : secrets,
                        needs),
                version,
                call.why());
        return Answer.created(view(made)).at(made.revision());
    }

    private Answer desire(Call call, Desired desired) {
        return one(instances.desire(call.person(), call.value("instance"), desired, call.why()));
    }

    private Answer one(Instance instance) {
        return Answer.ok(view(instance)).at(instance.revision());
    }

    private Answer health(Call call) {
        String name = instances.get(call.value("instance")).name();
        return Answer.ok(Views.fields(
                "now", Views.of(manager.health().of(name)),
                "changes",
                        manager.health().history(name, DAY).stream()
                                .map(change -> Views.fields(
                                        "at", change.at().toString(),
                                        "level", change.level().name(),
                                        "reasons", change.reasons()))
                                .toList()));
    }

    private Answer logs(Call call) {
        String name = instances.get(call.value("instance")).name();
        LogTail tail = new LogTail(
                manager.folder(name).log(UnitRole.valueOf(call.value("part").toUpperCase(Locale.ROOT))));
        boolean follows = Boolean.parseBoolean(call.value("follow"));
        int lines = call.number("lines");
        return Answer.stream(out -> tail.write(out, lines, follows));
    }

    private Map<String, Object> view(Instance instance) {
        return view(instance, instances.secretNames());
    }

    private Map<String, Object> view(Instance instance, Map<String, Set<String>> secrets) {
        InstanceState state = manager.reconciler().states().get(instance.name());
        SidecarAnswer sidecar = manager.health().answer(instance.name());
        PluginVersion version = manager.plugins().get(instance.plugin(), instance.version());
        return Views.fields(
                "name", instance.name(),
                "plugin", instance.plugin(),
                "version", instance.version(),
                "pool", version.manifest().pool(),
                "runtime", instance.runtime(),
                "desired", instance.desired().name(),
                "phase", (state == null ? Phase.STOPPED : state.phase()).name(),
                "health", Views.of(manager.health().of(instance.name())),
                "settings", instance.settings(),
                "secrets", secrets.getOrDefault(instance.name(), Set.of()),
                "needs", instance.needs(),
                "crashes", state == null ? 0 : state.crashes(),
                "sidecar", Views.of(state == null ? null : state.sidecar()),
                "unit", Views.of(state == null ? null : state.plugin()),
                "latched", sidecar == null ? null : sidecar.latched(),
                "observing", manager.folder(instance.name()).isObserving(),
                "revision", instance.revision(),
                "createdBy", instance.createdBy(),
                "createdAt", instance.createdAt().toString());
    }
}
