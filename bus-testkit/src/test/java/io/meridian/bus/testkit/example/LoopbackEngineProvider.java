package io.meridian.bus.testkit.example;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Names the engine, declares its settings and what it can do, and opens it. */
public final class LoopbackEngineProvider implements BusEngineProvider {
    private static final Setting<String> HUB = Setting.text(
                    "loopback.hub", "Buses of one process that name the same hub hear each other.")
            .defaultsTo("hub");

    private static final Setting<Integer> MAX_PAYLOAD = Setting.integer(
                    "loopback.max-payload", "The largest payload in bytes.")
            .defaultsTo(64 * 1024)
            .between(1, 1 << 20);

    private static final SettingsSchema SCHEMA =
            SettingsSchema.ofEngine("Loopback engine", HUB, MAX_PAYLOAD).claiming("LOOPBACK_");

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public SettingsSchema settings() {
        return SCHEMA;
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        Set<Capability> can = EnumSet.of(Capability.FAST, Capability.REQUEST_REPLY);
        Map<Capability, String> limits = new EnumMap<>(Capability.class);
        for (Capability lacking : EnumSet.complementOf(EnumSet.copyOf(can))) {
            limits.put(lacking, "it only hands messages on, and keeps none");
        }
        return new Capabilities(name(), can, limits, AckLevel.RECEIVED, AckLevel.QUEUED, settings.get(MAX_PAYLOAD));
    }

    @Override
    public BusEngine open(EngineContext context) {
        LoopbackHub hub =
                LoopbackHub.of(context.deployment() + "/" + context.settings().get(HUB));
        return new LoopbackEngine(hub, capabilities(context.settings()), context.listener());
    }
}
