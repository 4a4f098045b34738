package io.meridian.bus.kafka;

import io.meridian.bus.setting.HostPort;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of this engine. */
final class KafkaSettings {
    /** What the producer of the fast profile waits for. */
    enum FastAcks {
        NONE,
        LEADER,
        ALL
    }

    /** How batches are compressed. */
    enum Compression {
        NONE,
        LZ4,
        SNAPPY,
        ZSTD,
        GZIP
    }

    /** Which headers a record carries beside the envelope itself. */
    enum Headers {
        ENVELOPE,
        TRACE,
        FULL
    }

    /** How the client connects. */
    enum Security {
        PLAINTEXT,
        SSL,
        SASL_PLAINTEXT,
        SASL_SSL
    }

    /** How the client proves who it is. */
    enum Mechanism {
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512
    }

    static final Setting<List<HostPort>> BOOTSTRAP = Setting.list(
                    "kafka.bootstrap",
                    SettingType.hostPort(),
                    "Brokers to find the cluster by; one that answers is enough.")
            .defaultsTo(List.of(new HostPort("localhost", 9092)));
    static final Setting<Integer> PARTITIONS = Setting.integer(
                    "kafka.partitions",
                    "Partitions of a Kafka topic this engine creates: the most members of a group that can work at"
                        + " once. Never raise it for Kafka topics that exist: the order of a topic would break at that"
                        + " point.")
            .defaultsTo(4)
            .between(1, 1000);
    static final Setting<Integer> REPLICATION = Setting.integer(
                    "kafka.replication",
                    "Copies of each message. With 3 or more, two of them in step are required before a durable message"
                            + " is acknowledged, and the acknowledgement means REPLICATED; with fewer it means STORED.")
            .defaultsTo(1)
            .between(1, 10);
    static final Setting<Integer> TOPIC_SEGMENTS = Setting.integer(
                    "kafka.topic.segments",
                    "How many leading segments of a topic name the Kafka topic that carries it. All of a deployment"
                            + " must agree.")
            .defaultsTo(3)
            .between(1, 15);
    static final Setting<Long> MAX_MESSAGE = Setting.bytes(
                    "kafka.max.message.bytes", "The largest record, with its envelope and headers.")
            .defaultsTo(1L << 20)
            .between(16L << 10, 64L << 20);
    static final Setting<Long> BUFFER = Setting.bytes(
                    "kafka.buffer.bytes",
                    "What a producer may hold unsent; beyond it publishing is back-pressured. There is a producer a"
                            + " profile.")
            .defaultsTo(32L << 20)
            .between(1L << 20, 1L << 30);
    static final Setting<Duration> REQUEST_TIMEOUT = Setting.duration(
                    "kafka.request.timeout", "How long a broker may take to answer before it counts as away.")
            .defaultsTo(Duration.ofSeconds(5))
            .between(Duration.ofMillis(500), Duration.ofMinutes(5));
    static final Setting<Duration> COMMIT_INTERVAL = Setting.duration(
                    "kafka.commit.interval",
                    "How often the cursor of a named subscription is written down. What was confirmed since comes"
                            + " again after a crash.")
            .defaultsTo(Duration.ofMillis(200))
            .between(Duration.ofMillis(1), Duration.ofMinutes(1));
    static final Setting<Duration> LONGEST_REST = Setting.duration(
                    "kafka.quiet.rest",
                    "The longest that a polled subscription rests between two looks when nothing comes; 0 never rests,"
                            + " for a thread that has a processor of its own.")
            .defaultsTo(Duration.ofMillis(4))
            .between(Duration.ZERO, Duration.ofMillis(100));
    static final Setting<Duration> FAST_RETENTION = Setting.duration(
                    "kafka.fast.retention",
                    "How long messages of the fast profile are kept: the longest a lossless subscription may stall.")
            .defaultsTo(Duration.ofMinutes(10))
            .between(Duration.ofSeconds(10), Duration.ofDays(30));
    static final Setting<Long> FAST_RETENTION_BYTES = Setting.bytes(
                    "kafka.fast.retention.bytes", "How much of the fast profile is kept in each partition.")
            .defaultsTo(1L << 30)
            .atLeast(16L << 20);
    static final Setting<FastAcks> FAST_ACKS = Setting.choice(
                    "kafka.fast.acks",
                    FastAcks.class,
                    "Whose answer the fast producer waits for before it counts as sent.")
            .defaultsTo(FastAcks.LEADER);
    static final Setting<Duration> FAST_LINGER = Setting.duration(
                    "kafka.fast.linger", "How long the fast producer waits for company; 0 sends at once.")
            .defaultsTo(Duration.ZERO)
            .between(Duration.ZERO, Duration.ofSeconds(1));
    static final Setting<Duration> FAST_EXPIRY = Setting.duration(
                    "kafka.fast.expiry", "How long a fast message may wait for a broker before it is dropped.")
            .defaultsTo(Duration.ofSeconds(30))
            .between(Duration.ofSeconds(6), Duration.ofMinutes(10));
    static final Setting<Compression> FAST_COMPRESSION = Setting.choice(
                    "kafka.fast.compression", Compression.class, "How the fast producer compresses its batches.")
            .defaultsTo(Compression.NONE);
    static final Setting<Headers> FAST_HEADERS = Setting.choice(
                    "kafka.fast.headers",
                    Headers.class,
                    "Headers of fast messages: the envelope alone, with traceparent, or with all CloudEvents"
                            + " attributes.")
            .defaultsTo(Headers.TRACE);
    static final Setting<Duration> DURABLE_RETENTION = Setting.duration(
                    "kafka.durable.retention", "How long messages of the durable profile are kept.")
            .optional("they are kept for ever, as an audit needs");
    static final Setting<Duration> DURABLE_LINGER = Setting.duration(
                    "kafka.durable.linger", "How long the durable producer waits for company; 0 sends at once.")
            .defaultsTo(Duration.ZERO)
            .between(Duration.ZERO, Duration.ofSeconds(1));
    static final Setting<Compression> DURABLE_COMPRESSION = Setting.choice(
                    "kafka.durable.compression", Compression.class, "How the durable producer compresses its batches.")
            .defaultsTo(Compression.NONE);
    static final Setting<Headers> DURABLE_HEADERS = Setting.choice(
                    "kafka.durable.headers",
                    Headers.class,
                    "Headers of durable messages: the envelope alone, with traceparent, or with all CloudEvents"
                            + " attributes.")
            .defaultsTo(Headers.FULL);
    static final Setting<Security> SECURITY = Setting.choice(
                    "kafka.security.protocol", Security.class, "How the client connects.")
            .defaultsTo(Security.PLAINTEXT);
    static final Setting<Mechanism> SASL_MECHANISM = Setting.choice(
                    "kafka.sasl.mechanism", Mechanism.class, "How the client proves who it is, with a sasl protocol.")
            .defaultsTo(Mechanism.PLAIN);
    static final Setting<String> SASL_USER = Setting.text("kafka.sasl.username", "Who logs in, with a sasl protocol.")
            .optional("nobody logs in");
    static final Setting<String> SASL_PASSWORD = Setting.text(
                    "kafka.sasl.password", "The password, with a sasl protocol.")
            .optional("no password is sent")
            .secret();
    static final Setting<Path> TRUST_STORE = Setting.path(
                    "kafka.ssl.truststore", "A PEM file with the certificates to trust, with an ssl protocol.")
            .optional("those of the JDK are trusted");
    static final Setting<Map<String, String>> CLIENT = Setting.map(
                    "kafka.client",
                    SettingType.text(),
                    "Further settings for Kafka's own client, such as client.rack=a,send.buffer.bytes=65536. Checked"
                            + " against those it knows; what a promise of the bus rests on cannot be changed.")
            .optional("nothing is added")
            .check(ClientConfig::mayBeAdded, ClientConfig.RULE);

    static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
                    "Kafka",
                    BOOTSTRAP,
                    PARTITIONS,
                    REPLICATION,
                    TOPIC_SEGMENTS,
                    MAX_MESSAGE,
                    BUFFER,
                    REQUEST_TIMEOUT,
                    COMMIT_INTERVAL,
                    LONGEST_REST,
                    FAST_RETENTION,
                    FAST_RETENTION_BYTES,
                    FAST_ACKS,
                    FAST_LINGER,
                    FAST_EXPIRY,
                    FAST_COMPRESSION,
                    FAST_HEADERS,
                    DURABLE_RETENTION,
                    DURABLE_LINGER,
                    DURABLE_COMPRESSION,
                    DURABLE_HEADERS,
                    SECURITY,
                    SASL_MECHANISM,
                    SASL_USER,
                    SASL_PASSWORD,
                    TRUST_STORE,
                    CLIENT)
            .claiming("KAFKA_")
            .tolerating("KAFKA_HOME", "KAFKA_OPTS", "KAFKA_HEAP_OPTS");

    private KafkaSettings() {}
}
