package io.meridian.bus.nats;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What may be set for this engine: the declarations, and the values read once when it is opened. */
record NatsSettings(
        List<String> urls,
        String user,
        String password,
        String token,
        Path credentials,
        Path trustStore,
        String trustStorePassword,
        Path keyStore,
        String keyStorePassword,
        Duration connectTimeout,
        Duration reconnectWait,
        Duration pingInterval,
        Duration requestTimeout,
        boolean fsync,
        int maxPayload,
        int replicas,
        long streamMaxBytes,
        Duration streamMaxAge,
        Duration duplicateWindow,
        long publishBuffer,
        int publishWindow,
        Duration publishTimeout,
        long pendingBytes,
        int pullBatch,
        Duration ackWait,
        MessageHeaders.Detail headers) {
    static final Setting<List<String>> URL = Setting.list(
                    "nats.url",
                    SettingType.text(),
                    "Servers of one cluster, tried in turn: nats://host:port, or tls://host:port.")
            .defaultsTo(List.of("nats://127.0.0.1:4222"))
            .check(
                    urls -> !urls.isEmpty() && urls.stream().allMatch(ServerAddress::isValid),
                    "must name at least one server as nats://host:port or tls://host:port, without user and password");
    static final Setting<String> USER =
            Setting.text("nats.user", "The user to log in as.").optional("no user is sent");
    static final Setting<String> PASSWORD =
            Setting.text("nats.password", "The password of nats.user.").secret().optional("no password is sent");
    static final Setting<String> TOKEN = Setting.text("nats.token", "A token to log in with in place of a user.")
            .secret()
            .optional("no token is sent");
    static final Setting<Path> CREDENTIALS = Setting.path(
                    "nats.credentials", "A .creds file (user JWT and key) to log in with in place of a user.")
            .optional("no credentials file is used");
    static final Setting<Path> TRUST_STORE = Setting.path(
                    "nats.tls.truststore", "A Java key store with the certificates to trust, for tls:// servers.")
            .optional("the certificates Java trusts are trusted");
    static final Setting<String> TRUST_STORE_PASSWORD = Setting.text(
                    "nats.tls.truststore-password", "Opens nats.tls.truststore.")
            .secret()
            .optional("the store is opened without one");
    static final Setting<Path> KEY_STORE = Setting.path(
                    "nats.tls.keystore", "A Java key store with this client's certificate, where servers ask for one.")
            .optional("no certificate is shown to the server");
    static final Setting<String> KEY_STORE_PASSWORD = Setting.text(
                    "nats.tls.keystore-password", "Opens nats.tls.keystore.")
            .secret()
            .optional("the store is opened without one");
    static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
                    "nats.connect.timeout", "How long one attempt to connect to one server may take.")
            .defaultsTo(Duration.ofSeconds(2))
            .between(Duration.ofMillis(50), Duration.ofMinutes(1));
    static final Setting<Duration> RECONNECT_WAIT = Setting.duration(
                    "nats.reconnect.wait", "The pause between two rounds of attempts to connect. They never end.")
            .defaultsTo(Duration.ofMillis(250))
            .between(Duration.ofMillis(10), Duration.ofMinutes(1));
    static final Setting<Duration> PING_INTERVAL = Setting.duration(
                    "nats.ping.interval",
                    "How often a silent connection is probed. It is given up when the third probe finds two"
                            + " unanswered.")
            .defaultsTo(Duration.ofSeconds(5))
            .between(Duration.ofMillis(100), Duration.ofMinutes(5));
    static final Setting<Duration> REQUEST_TIMEOUT = Setting.duration(
                    "nats.request.timeout",
                    "How long the server may take to answer a question about a stream or consumer.")
            .defaultsTo(Duration.ofSeconds(5))
            .between(Duration.ofMillis(100), Duration.ofMinutes(1));
    static final Setting<Boolean> FSYNC = Setting.bool(
                    "nats.fsync",
                    "Says that the server is configured with sync_interval: always (2.10 or newer), so an acknowledged"
                            + " message has been forced to the disk. The server does not tell: this must be true.")
            .defaultsTo(false);
    static final Setting<Long> MAX_PAYLOAD = Setting.bytes(
                    "nats.max.payload",
                    "The server's max_payload. Envelope and headers take up to " + NatsBusEngineProvider.OVERHEAD
                            + " bytes of it.")
            .defaultsTo(1L << 20)
            .between(4096L, 64L << 20);
    static final Setting<Integer> REPLICAS = Setting.integer(
                    "nats.stream.replicas",
                    "How many servers keep each durable message. With 3 or 5 an acknowledgement means REPLICATED.")
            .defaultsTo(1)
            .check(replicas -> replicas == 1 || replicas == 3 || replicas == 5, "must be 1, 3 or 5");
    static final Setting<Long> STREAM_MAX_BYTES = Setting.bytes(
                    "nats.stream.max.bytes",
                    "The most bytes of durable messages to keep; the oldest go first. 0 keeps all.")
            .defaultsTo(0L)
            .atLeast(0L);
    static final Setting<Duration> STREAM_MAX_AGE = Setting.duration(
                    "nats.stream.max.age", "How long durable messages are kept. 0s keeps them for ever.")
            .defaultsTo(Duration.ZERO)
            .atLeast(Duration.ZERO);
    static final Setting<Duration> DUPLICATE_WINDOW = Setting.duration(
                    "nats.stream.duplicate.window",
                    "How long the server remembers message ids, to suppress what is published twice. It costs the"
                            + " server memory for every message of that time.")
            .defaultsTo(Duration.ofMinutes(2))
            .between(Duration.ofMillis(100), Duration.ofHours(24));
    static final Setting<Long> PUBLISH_BUFFER = Setting.bytes(
                    "nats.publish.buffer",
                    "The most bytes that may wait to be written to the server before publishing is back-pressured.")
            .defaultsTo(2L << 20)
            .between(64L << 10, 1L << 30);
    static final Setting<Integer> PUBLISH_WINDOW = Setting.integer(
                    "nats.publish.window",
                    "The most durable messages of one publisher that may wait for their acknowledgement.")
            .defaultsTo(4096)
            .between(1, 1 << 20);
    static final Setting<Duration> PUBLISH_TIMEOUT = Setting.duration(
                    "nats.publish.timeout",
                    "How long a durable publisher waits for the next acknowledgement before it publishes again.")
            .defaultsTo(Duration.ofSeconds(5))
            .between(Duration.ofMillis(100), Duration.ofMinutes(5));
    static final Setting<Long> PENDING_BYTES = Setting.bytes(
                    "nats.pending.bytes",
                    "The most bytes that a fast subscription may hold before it drops; its own limit counts messages.")
            .defaultsTo(64L << 20)
            .between(64L << 10, 1L << 40);
    static final Setting<Integer> PULL_BATCH = Setting.integer(
                    "nats.pull.batch", "How many durable messages a subscription asks the server for at once.")
            .defaultsTo(512)
            .between(1, 10_000);
    static final Setting<Duration> ACK_WAIT = Setting.duration(
                    "nats.ack.wait",
                    "How long after a group's member has died its unconfirmed messages go to another. Members that"
                            + " live prolong it by themselves.")
            .defaultsTo(Duration.ofSeconds(30))
            .between(Duration.ofMillis(500), Duration.ofHours(1));

    static final Setting<MessageHeaders.Detail> HEADERS = Setting.choice(
                    "nats.headers",
                    MessageHeaders.Detail.class,
                    "What durable messages say of themselves in NATS headers, for tools that do not know the envelope:"
                            + " their id alone, the W3C traceparent too, or all attributes of CloudEvents.")
            .defaultsTo(MessageHeaders.Detail.TRACE);

    static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
                    "NATS engine",
                    URL,
                    USER,
                    PASSWORD,
                    TOKEN,
                    CREDENTIALS,
                    TRUST_STORE,
                    TRUST_STORE_PASSWORD,
                    KEY_STORE,
                    KEY_STORE_PASSWORD,
                    CONNECT_TIMEOUT,
                    RECONNECT_WAIT,
                    PING_INTERVAL,
                    REQUEST_TIMEOUT,
                    FSYNC,
                    MAX_PAYLOAD,
                    REPLICAS,
                    STREAM_MAX_BYTES,
                    STREAM_MAX_AGE,
                    DUPLICATE_WINDOW,
                    PUBLISH_BUFFER,
                    PUBLISH_WINDOW,
                    PUBLISH_TIMEOUT,
                    PENDING_BYTES,
                    PULL_BATCH,
                    ACK_WAIT,
                    HEADERS)
            .claiming("NATS_");

    static NatsSettings read(Settings settings) {
        return new NatsSettings(
                settings.get(URL),
                settings.find(USER).orElse(null),
                settings.find(PASSWORD).orElse(null),
                settings.find(TOKEN).orElse(null),
                settings.find(CREDENTIALS).orElse(null),
                settings.find(TRUST_STORE).orElse(null),
                settings.find(TRUST_STORE_PASSWORD).orElse(null),
                settings.find(KEY_STORE).orElse(null),
                settings.find(KEY_STORE_PASSWORD).orElse(null),
                settings.get(CONNECT_TIMEOUT),
                settings.get(RECONNECT_WAIT),
                settings.get(PING_INTERVAL),
                settings.get(REQUEST_TIMEOUT),
                settings.get(FSYNC),
                settings.get(MAX_PAYLOAD).intValue(),
                settings.get(REPLICAS),
                settings.get(STREAM_MAX_BYTES),
                settings.get(STREAM_MAX_AGE),
                settings.get(DUPLICATE_WINDOW),
                settings.get(PUBLISH_BUFFER),
                settings.get(PUBLISH_WINDOW),
                settings.get(PUBLISH_TIMEOUT),
                settings.get(PENDING_BYTES),
                settings.get(PULL_BATCH),
                settings.get(ACK_WAIT),
                settings.get(HEADERS));
    }
}
