package io.meridian.bus;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.memory.InMemoryEngineProvider;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A second engine for routes: the memory engine under another name, in spaces of its own, declared to be weaker. */
public final class SecondMemoryProvider implements BusEngineProvider {
    private final BusEngineProvider delegate = new InMemoryEngineProvider();

    @Override
    public String name() {
        return "second";
    }

    @Override
    public SettingsSchema settings() {
        return SettingsSchema.ofEngine("Second memory engine");
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        Set<Capability> supported =
                EnumSet.copyOf(delegate.capabilities(settings).supported());
        supported.remove(Capability.GROUPS);
        return new Capabilities(
                name(), supported, Map.of(Capability.GROUPS, "not here"), AckLevel.QUEUED, AckLevel.QUEUED, 64);
    }

    @Override
    public BusEngine open(EngineContext context) {
        BusEngine engine = delegate.open(new EngineContext(
                context.deployment() + "-second", context.settings(), context.clock(), context.listener()));
        Capabilities declared = capabilities(context.settings());
        return new BusEngine() {
            @Override
            public Capabilities capabilities() {
                return declared;
            }

            @Override
            public boolean isConnected() {
                return engine.isConnected();
            }

            @Override
            public io.meridian.bus.engine.EnginePublication publication(
                    io.meridian.bus.engine.PublicationRequest request) {
                return engine.publication(request);
            }

            @Override
            public io.meridian.bus.engine.EngineSubscription subscription(
                    io.meridian.bus.engine.SubscriptionRequest request) {
                return engine.subscription(request);
            }

            @Override
            public void close() {
                engine.close();
            }
        };
    }
}
