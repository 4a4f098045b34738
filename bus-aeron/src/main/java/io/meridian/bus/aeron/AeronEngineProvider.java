package io.meridian.bus.aeron;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** The engine named {@code aeron}. */
public final class AeronEngineProvider implements BusEngineProvider {
    /** Room for the envelope and its names in front of the largest payload. */
    private static final int LONGEST_ENVELOPE = 1024;

    /** For {@code ServiceLoader}. */
    public AeronEngineProvider() {}

    @Override
    public String name() {
        return "aeron";
    }

    @Override
    public SettingsSchema settings() {
        return AeronSettings.SCHEMA;
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        AeronOptions options = AeronSettings.read("any", settings);
        EnumSet<Capability> supported = EnumSet.allOf(Capability.class);
        Map<Capability, String> limits = new EnumMap<>(Capability.class);
        supported.remove(Capability.GROUPS);
        limits.put(Capability.GROUPS, "Aeron's logs have no shared readers");
        supported.remove(Capability.DUPLICATE_SUPPRESSION);
        limits.put(Capability.DUPLICATE_SUPPRESSION, "the log takes every frame; the bus suppresses by id on receipt");
        limits.put(
                Capability.FAST_LOSSLESS,
                "while it is connected; a process that stops reading stalls the publishers of "
                        + "its lanes, until it dies and is given up after 5 s");
        if (options.driver() == AeronOptions.DriverPlace.EMBEDDED) {
            limits.put(Capability.SERVER_RESTART, "an embedded driver lives and dies with its process");
            limits.put(Capability.LATE_SERVER, "an embedded driver is always there");
        }
        return new Capabilities(
                name(),
                supported,
                limits,
                AckLevel.RECEIVED,
                options.syncLevel() > 0 ? AckLevel.FSYNCED : AckLevel.STORED,
                options.maxFrame() - LONGEST_ENVELOPE);
    }

    @Override
    public BusEngine open(EngineContext context) {
        if (!context.deployment().matches("[A-Za-z0-9_-]{1,64}")) {
            throw new EngineException("deployment=" + context.deployment()
                    + " cannot name a folder. Use letters, digits, _ and -, at most 64.");
        }
        AeronOptions options = AeronSettings.read(context.deployment(), context.settings());
        return new AeronEngine(context, options, capabilities(context.settings()));
    }
}
