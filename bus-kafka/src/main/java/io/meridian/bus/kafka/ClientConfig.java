package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.kafka.KafkaSettings.Compression;
import io.meridian.bus.kafka.KafkaSettings.FastAcks;
import io.meridian.bus.setting.HostPort;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Turns our settings into those of Kafka's client. */
final class ClientConfig {
    static final String RULE = "must only name settings of Kafka's client that no promise of the bus rests on";

    /** Room in a record for key, headers and Kafka's own framing beside the payload. */
    static final int RECORD_ROOM = 4096;

    /** Of that, what the longest envelope takes. */
    static final int ENVELOPE_ROOM = 640;

    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "security.protocol",
            "sasl.mechanism",
            "sasl.jaas.config",
            "ssl.truststore.type",
            "ssl.truststore.location",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "max.block.ms",
            "max.in.flight.requests.per.connection",
            "retries",
            "delivery.timeout.ms",
            "partitioner.class",
            "interceptor.classes",
            "group.id",
            "group.protocol",
            "group.instance.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level",
            "partition.assignment.strategy",
            "allow.auto.create.topics",
            "max.request.size",
            "buffer.memory",
            "metadata.max.idle.ms");

    private final Settings settings;
    private final String clientId;

    ClientConfig(Settings settings, String clientId) {
        this.settings = settings;
        this.clientId = clientId;
        boolean sasl = settings.get(KafkaSettings.SECURITY).name().startsWith("SASL");
        boolean user = settings.find(KafkaSettings.SASL_USER).isPresent();
        boolean password = settings.find(KafkaSettings.SASL_PASSWORD).isPresent();
        if (sasl && !(user && password)) {
            throw new EngineException("kafka.security.protocol=" + written(settings.get(KafkaSettings.SECURITY))
                    + " needs a login. Set " + KafkaSettings.SASL_USER.environmentVariable() + " and "
                    + KafkaSettings.SASL_PASSWORD.environmentVariable() + ".");
        }
        if (!sasl && (user || password)) {
            throw new EngineException("a login for Kafka is given, but kafka.security.protocol="
                    + written(settings.get(KafkaSettings.SECURITY)) + " would not use it. Set "
                    + KafkaSettings.SECURITY.environmentVariable()
                    + " to sasl-ssl or sasl-plaintext, or remove the login.");
        }
    }

    static boolean mayBeAdded(Map<String, String> added) {
        Set<String> known = new TreeSet<>(ProducerConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        known.removeAll(OURS);
        return known.containsAll(added.keySet());
    }

    List<HostPort> bootstrap() {
        return settings.get(KafkaSettings.BOOTSTRAP);
    }

    String bootstrapText() {
        return bootstrap().stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    boolean isPlaintext() {
        return !settings.get(KafkaSettings.SECURITY).name().endsWith("SSL");
    }

    Duration requestTimeout() {
        return settings.get(KafkaSettings.REQUEST_TIMEOUT);
    }

    int replication() {
        return settings.get(KafkaSettings.REPLICATION);
    }

    int partitions() {
        return settings.get(KafkaSettings.PARTITIONS);
    }

    int maxRecord() {
        return Math.toIntExact(settings.get(KafkaSettings.MAX_MESSAGE));
    }

    /** The largest payload that fits with the longest envelope, key and headers. */
    int maxPayload() {
        return maxRecord() - RECORD_ROOM;
    }

    long commitIntervalNs() {
        return settings.get(KafkaSettings.COMMIT_INTERVAL).toNanos();
    }

    long longestRestNs() {
        return settings.get(KafkaSettings.LONGEST_REST).toNanos();
    }

    KafkaSettings.Headers headers(Profile profile) {
        return settings.get(profile == Profile.FAST ? KafkaSettings.FAST_HEADERS : KafkaSettings.DURABLE_HEADERS);
    }

    Map<String, Object> admin() {
        Map<String, Object> config = common(AdminClientConfig.configNames());
        int timeoutMs = (int) requestTimeout().toMillis();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        return config;
    }

    Map<String, Object> producer(Profile profile) {
        boolean fast = profile == Profile.FAST;
        Map<String, Object> config = common(ProducerConfig.configNames());
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.get(KafkaSettings.BUFFER));
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecord());
        config.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout().toMillis());
        config.put(
                ProducerConfig.LINGER_MS_CONFIG,
                milliseconds(fast ? KafkaSettings.FAST_LINGER : KafkaSettings.DURABLE_LINGER));
        Compression compression =
                settings.get(fast ? KafkaSettings.FAST_COMPRESSION : KafkaSettings.DURABLE_COMPRESSION);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression.name().toLowerCase(Locale.ROOT));
        FastAcks acks = fast ? settings.get(KafkaSettings.FAST_ACKS) : FastAcks.ALL;
        config.put(
                ProducerConfig.ACKS_CONFIG,
                switch (acks) {
                    case NONE -> "0";
                    case LEADER -> "1";
                    case ALL -> "all";
                });
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, acks == FastAcks.ALL);
        // One request on the way keeps the order when one is sent again. With more, Kafka's own sequence numbers do not
        // always: on a partition that knows nothing of the producer yet, the second of two is accepted when the first
        // was refused, is acknowledged before it, and bars it for ever.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        long expiry = settings.get(KafkaSettings.FAST_EXPIRY).toMillis();
        long shortest = requestTimeout().toMillis() + milliseconds(KafkaSettings.FAST_LINGER);
        config.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, fast ? (int) Math.max(expiry, shortest) : Integer.MAX_VALUE);
        return config;
    }

    /** For a consumer that is told its partitions ({@code group} null) or shares them. */
    Map<String, Object> consumer(String group, int maxPollRecords) {
        Map<String, Object> config = common(ConsumerConfig.configNames());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        // A partition added while a fetch waits at the broker joins only the next one.
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        int timeoutMs = (int) requestTimeout().toMillis();
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Math.max(1 << 20, maxRecord()));
        if (group != null) {
            config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            config.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    List.of(CooperativeStickyAssignor.class.getName()));
            config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
            config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
            // While a member does not poll, the others wait for it in a rebalance.
            config.putIfAbsent(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 30_000);
        }
        return config;
    }

    private Map<String, Object> common(Set<String> known) {
        Map<String, Object> config = new HashMap<>();
        settings.find(KafkaSettings.CLIENT)
                .ifPresent(added -> added.forEach((name, value) -> {
                    if (known.contains(name)) {
                        config.put(name, value);
                    }
                }));
        config.put("bootstrap.servers", bootstrapText());
        config.putIfAbsent("client.id", clientId);
        config.putIfAbsent("reconnect.backoff.ms", 50);
        config.putIfAbsent("reconnect.backoff.max.ms", 500);
        config.putIfAbsent("retry.backoff.ms", 50);
        config.putIfAbsent("retry.backoff.max.ms", 500);
        config.putIfAbsent("connections.max.idle.ms", -1);
        config.put("enable.metrics.push", false);
        config.put("security.protocol", settings.get(KafkaSettings.SECURITY).name());
        settings.find(KafkaSettings.TRUST_STORE).ifPresent(path -> {
            config.put("ssl.truststore.type", "PEM");
            config.put("ssl.truststore.location", path.toString());
        });
        settings.find(KafkaSettings.SASL_USER).ifPresent(user -> login(config, user));
        return config;
    }

    private void login(Map<String, Object> config, String user) {
        String mechanism = settings.get(KafkaSettings.SASL_MECHANISM).name().replace('_', '-');
        String module = mechanism.equals("PLAIN")
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        config.put("sasl.mechanism", mechanism);
        config.put(
                "sasl.jaas.config",
                module + " required username=" + quoted(user) + " password="
                        + quoted(settings.get(KafkaSettings.SASL_PASSWORD)) + ";");
    }

    private int milliseconds(Setting<Duration> setting) {
        return (int) settings.get(setting).toMillis();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
