package io.meridian.bus.kafka;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.CertificateFile;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The engine named {@code kafka}. */
public final class KafkaEngineProvider implements BusEngineProvider {
    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public SettingsSchema settings() {
        return KafkaSettings.SCHEMA;
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        EnumSet<Capability> supported = EnumSet.allOf(Capability.class);
        Map<Capability, String> limits = new EnumMap<>(Capability.class);
        supported.removeAll(
                EnumSet.of(Capability.BACK_PRESSURE, Capability.DUPLICATE_SUPPRESSION, Capability.ZERO_COPY));
        limits.put(
                Capability.BACK_PRESSURE,
                "a stalled subscriber reads on from the log later; the publisher never notices it");
        limits.put(
                Capability.FAST_LOSSLESS,
                "within kafka.fast.retention and kafka.fast.retention.bytes; a longer stall loses what was removed,"
                        + " and says so");
        limits.put(
                Capability.DUPLICATE_SUPPRESSION,
                "only what Kafka's own client sends again is suppressed, not a message offered twice");
        limits.put(Capability.ZERO_COPY, "Kafka's client copies each record into its batch");
        limits.put(
                Capability.GROUPS,
                "at most kafka.partitions members of a group work at once; a killed member is replaced after 6 s");
        limits.put(
                Capability.DURABLE_NAMES,
                "Kafka forgets the cursor of a closed subscription after the broker's offsets.retention.minutes (7"
                        + " days)");
        boolean replicated = settings.get(KafkaSettings.REPLICATION) >= 3;
        int maxPayload = Math.toIntExact(settings.get(KafkaSettings.MAX_MESSAGE)) - ClientConfig.RECORD_ROOM;
        return new Capabilities(
                name(),
                supported,
                limits,
                AckLevel.QUEUED,
                replicated ? AckLevel.REPLICATED : AckLevel.STORED,
                maxPayload);
    }

    @Override
    public List<CertificateFile> certificates(Settings settings) {
        return settings.find(KafkaSettings.TRUST_STORE)
                .map(file -> List.of(new CertificateFile(KafkaSettings.TRUST_STORE.name(), file, null)))
                .orElse(List.of());
    }

    @Override
    public BusEngine open(EngineContext context) {
        return new KafkaEngine(context, capabilities(context.settings()));
    }
}
