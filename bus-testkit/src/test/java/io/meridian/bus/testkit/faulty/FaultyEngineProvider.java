package io.meridian.bus.testkit.faulty;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.meridian.bus.memory.InMemoryEngineProvider;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The memory engine, with a mistake. */
public final class FaultyEngineProvider implements BusEngineProvider {
    private static final Setting<Fault> FAULT =
            Setting.choice("faulty.fault", Fault.class, "The mistake to make.").defaultsTo(Fault.NONE);

    private static final SettingsSchema SCHEMA = SettingsSchema.ofEngine("Faulty engine", FAULT);

    private final BusEngineProvider memory = new InMemoryEngineProvider();

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public SettingsSchema settings() {
        return SCHEMA;
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        Capabilities honest = memory.capabilities(settings);
        Set<Capability> supported = EnumSet.copyOf(honest.supported());
        Map<Capability, String> limits = new EnumMap<>(honest.limits());
        switch (settings.get(FAULT)) {
            case NEVER_SUPPRESSES_WHAT_IT_DECLARES -> supported.add(Capability.DUPLICATE_SUPPRESSION);
            case LACKS_WITHOUT_A_REASON -> limits.remove(Capability.ZERO_COPY);
            default -> {}
        }
        return new Capabilities(name(), supported, limits, honest.fastAck(), honest.durableAck(), honest.maxPayload());
    }

    @Override
    public BusEngine open(EngineContext context) {
        Fault fault = context.settings().get(FAULT);
        EngineListener listener = fault == Fault.TELLS_NO_CONNECTION ? new Silent() : context.listener();
        EngineContext changed = new EngineContext(context.deployment(), context.settings(), context.clock(), listener);
        return new FaultyEngine(memory.open(changed), capabilities(context.settings()), fault);
    }

    private static final class Silent implements EngineListener {
        @Override
        public void onConnected() {}

        @Override
        public void onConnectionLost(String reason) {}

        @Override
        public void onFailure(EngineException failure) {}
    }
}
