package io.meridian.bus.memory;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The engine named {@code memory}, for unit tests of code that uses the bus. */
public final class InMemoryEngineProvider implements BusEngineProvider {
    /** Its name in {@code BUS_BACKEND}. */
    public static final String NAME = "memory";

    /** Buses in one JVM that name the same space share it. */
    public static final Setting<String> SPACE = Setting.text(
                    "memory.space", "Buses of one process that name the same space see each other's messages.")
            .optional("the bus is alone in a space of its own");

    /** Room of a lossless fast subscription. */
    public static final Setting<Integer> QUEUE = Setting.integer(
                    "memory.queue",
                    "Messages that wait for a lossless subscription on the fast profile before its publishers are"
                            + " back-pressured.")
            .defaultsTo(1024)
            .between(1, 1 << 24);

    /** Largest payload. */
    public static final Setting<Long> MAX_PAYLOAD = Setting.bytes("memory.max-payload", "The largest payload.")
            .defaultsTo(1L << 20)
            .between(1L, 1L << 28);

    private static final SettingsSchema SCHEMA =
            SettingsSchema.ofEngine("Memory engine", SPACE, QUEUE, MAX_PAYLOAD).claiming("MEMORY_");

    private static final Map<Capability, String> LIMITS = Map.of(
            Capability.DURABLE, "stored in the heap: gone with the process",
            Capability.DURABLE_NAMES, "places are kept in the heap: they outlive the bus, not the process",
            Capability.SERVER_RESTART, "there is no server",
            Capability.LATE_SERVER, "there is no server",
            Capability.DUPLICATE_SUPPRESSION, "it keeps no ids; the subscription flags duplicates",
            Capability.ZERO_COPY, "each message is copied once into the heap");

    /** For {@code ServiceLoader}. */
    public InMemoryEngineProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SettingsSchema settings() {
        return SCHEMA;
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        Set<Capability> supported = EnumSet.allOf(Capability.class);
        supported.remove(Capability.SERVER_RESTART);
        supported.remove(Capability.LATE_SERVER);
        supported.remove(Capability.DUPLICATE_SUPPRESSION);
        supported.remove(Capability.ZERO_COPY);
        return new Capabilities(
                NAME,
                supported,
                LIMITS,
                AckLevel.RECEIVED,
                AckLevel.RECEIVED,
                settings.get(MAX_PAYLOAD).intValue());
    }

    @Override
    public BusEngine open(EngineContext context) {
        Settings settings = context.settings();
        Exchange exchange = MemorySpace.of(settings.find(SPACE).orElse("")).exchange(context.deployment());
        return new InMemoryEngine(exchange, capabilities(settings), settings.get(QUEUE), context.listener());
    }
}
