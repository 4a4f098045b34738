package io.meridian.bus.nats;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.CertificateFile;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The engine named {@code nats}: core NATS for the fast profile, JetStream for the durable one. */
public final class NatsBusEngineProvider implements BusEngineProvider {
    /** The room that envelope and headers may take of the server's {@code max_payload}. */
    static final int OVERHEAD = 2048;

    private static final String DEPLOYMENT = "[A-Za-z0-9_-]{1,64}";

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public SettingsSchema settings() {
        return NatsSettings.SCHEMA;
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        return capabilities(NatsSettings.read(settings));
    }

    private Capabilities capabilities(NatsSettings settings) {
        Set<Capability> supported = EnumSet.of(
                Capability.FAST,
                Capability.DURABLE,
                Capability.DURABLE_NAMES,
                Capability.REPLAY_EARLIEST,
                Capability.REPLAY_SEQUENCE,
                Capability.REPLAY_TIME,
                Capability.GROUPS,
                Capability.REQUEST_REPLY,
                Capability.SERVER_RESTART,
                Capability.LATE_SERVER,
                Capability.DUPLICATE_SUPPRESSION);
        Map<Capability, String> limits = new EnumMap<>(Capability.class);
        limits.put(
                Capability.FAST_LOSSLESS,
                "core NATS disconnects a consumer that does not keep up, so fast subscriptions can only be lossy");
        limits.put(
                Capability.BACK_PRESSURE,
                "the server never slows a publisher for a subscriber; a slow durable subscription is served from the"
                        + " stream");
        limits.put(Capability.ZERO_COPY, "the client library takes a byte array of its own for each message");
        limits.put(Capability.DURABLE, durableLimit(settings));
        limits.put(
                Capability.DUPLICATE_SUPPRESSION,
                "on the durable profile, within " + settings.duplicateWindow().toSeconds()
                        + " s (nats.stream.duplicate.window)");
        return new Capabilities(
                name(), supported, limits, AckLevel.QUEUED, durableAck(settings), settings.maxPayload() - OVERHEAD);
    }

    @Override
    public List<CertificateFile> certificates(Settings settings) {
        List<CertificateFile> files = new ArrayList<>();
        settings.find(NatsSettings.TRUST_STORE)
                .ifPresent(file -> files.add(new CertificateFile(
                        NatsSettings.TRUST_STORE.name(),
                        file,
                        settings.find(NatsSettings.TRUST_STORE_PASSWORD).orElse(null))));
        settings.find(NatsSettings.KEY_STORE)
                .ifPresent(file -> files.add(new CertificateFile(
                        NatsSettings.KEY_STORE.name(),
                        file,
                        settings.find(NatsSettings.KEY_STORE_PASSWORD).orElse(null))));
        return files;
    }

    private static AckLevel durableAck(NatsSettings settings) {
        if (settings.replicas() > 1) {
            return AckLevel.REPLICATED;
        }
        return settings.fsync() ? AckLevel.FSYNCED : AckLevel.STORED;
    }

    private static String durableLimit(NatsSettings settings) {
        if (settings.replicas() > 1) {
            return "acknowledged when a majority of " + settings.replicas() + " servers has it"
                    + (settings.fsync() ? ", each forced to its disk" : ", in their files but not forced to disk");
        }
        return settings.fsync()
                ? "acknowledged when forced to the disk, as nats.fsync says the server does (sync_interval: always)"
                : "acknowledged when written to the server's file; it is forced to the disk about every two minutes,"
                        + " so a power cut may take what came since. For FSYNCED set sync_interval: always in a server"
                        + " of 2.10 or newer, and nats.fsync=true";
    }

    @Override
    public BusEngine open(EngineContext context) {
        if (!context.deployment().matches(DEPLOYMENT)) {
            throw new EngineException("deployment=" + context.deployment()
                    + " cannot be part of a NATS subject and stream name: use 1 to 64 letters, digits, _ and -");
        }
        NatsSettings settings = NatsSettings.read(context.settings());
        NatsEngine engine = new NatsEngine(context, settings, capabilities(settings));
        engine.start();
        return engine;
    }
}
