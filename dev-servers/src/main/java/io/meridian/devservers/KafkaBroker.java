package io.meridian.devservers;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole Kafka (broker and controller in one) on the loopback, or one more broker of it, as a JVM of its own. It keeps its ports and its data when
 * it is stopped or killed and started again.
 *
 * <p>Its jars are gathered by the build in {@code dev-servers/kafka-broker/target/lib}. That folder is looked for from the
 * working folder upwards, or named by the system property {@value #JARS_PROPERTY}.
 */
public final class KafkaBroker extends DevServer {
    /** Names the folder that has the broker's jars. */
    public static final String JARS_PROPERTY = "meridian.kafka.jars";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final String STARTED = "Kafka Server started";
    private static final String JARS_FOLDER = "dev-servers/kafka-broker/target/lib";

    private final Builder settings;
    private final int controllerPort;
    private final int innerPort;

    private KafkaBroker(Builder settings) {
        super(settings.port);
        this.settings = settings;
        controllerPort = FreePorts.next();
        innerPort = settings.innerPort;
    }

    /** A broker whose configuration, data and log live in {@code folder}. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** Whether the build has gathered the broker's jars. */
    public static boolean isInstalled() {
        return findJars() != null;
    }

    /** Starts it, again if it was stopped or killed, and waits until it is ready. The first start formats its data folder. */
    @Override
    public synchronized KafkaBroker start() {
        super.start();
        return this;
    }

    @Override
    ServerProcess launch() {
        Path log = settings.folder.resolve("kafka.log");
        Path config = settings.folder.resolve("server.properties");
        try {
            Files.createDirectories(settings.folder);
            Files.writeString(config, configuration());
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration cannot be written: " + e.getMessage(), e);
        }
        if (!Files.exists(data().resolve("meta.properties"))) {
            format(config, log);
        }
        long from = log.toFile().length();
        ServerProcess process = ServerProcess.start("kafka", command("kafka.Kafka", config.toString()), log);
        process.awaitReady(() -> saysStarted(log, from), READY);
        return process;
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrap() {
        return "127.0.0.1:" + port();
    }

    private Path data() {
        return settings.data == null ? settings.folder.resolve("data") : settings.data;
    }

    private void format(Path config, Path log) {
        try (ServerProcess format = ServerProcess.start(
                "kafka-storage",
                command("kafka.tools.StorageTool", "format", "-t", "bWVyaWRpYW4tZGV2LXNydg", "-c", config.toString()),
                log)) {
            long deadline = System.nanoTime() + READY.toNanos();
            while (format.isAlive() && System.nanoTime() - deadline < 0) {
                pauseBriefly();
            }
            if (!Files.exists(data().resolve("meta.properties"))) {
                throw new IllegalStateException("the data folder " + data() + " could not be formatted. The end of the "
                        + "output (" + log + "):\n" + format.tail());
            }
        }
    }

    private static void pauseBriefly() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for kafka-storage", e);
        }
    }

    private List<String> command(String main, String... arguments) {
        Path jars = findJars();
        if (jars == null) {
            throw new IllegalStateException("the jars of the Kafka broker are not there: no folder " + JARS_FOLDER
                    + " at or above " + Path.of("").toAbsolutePath() + ". Gather them: mvn -q generate-resources -pl "
                    + "dev-servers/kafka-broker, or name their folder: -D" + JARS_PROPERTY + "=FOLDER");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + settings.heapMegabytes + "m",
                "-Xmx" + settings.heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                jars + File.separator + "*",
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path findJars() {
        String given = System.getProperty(JARS_PROPERTY);
        if (given != null) {
            return Files.isDirectory(Path.of(given)) ? Path.of(given) : null;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path jars = folder.resolve(JARS_FOLDER);
            if (Files.isDirectory(jars)) {
                return jars;
            }
        }
        return null;
    }

    private static boolean saysStarted(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).contains(STARTED);
        } catch (IOException e) {
            return false;
        }
    }

    private String configuration() {
        String protocol = settings.user == null ? "PLAINTEXT" : "SASL_PLAINTEXT";
        StringBuilder listeners = new StringBuilder("CLIENT://127.0.0.1:" + port());
        StringBuilder named = new StringBuilder("CLIENT://127.0.0.1:" + port());
        String protocols = "CONTROLLER:PLAINTEXT,CLIENT:" + protocol;
        if (innerPort != 0) {
            listeners.append(",PROXIED://127.0.0.1:").append(innerPort);
            named.append(",PROXIED://127.0.0.1:").append(settings.proxyPort);
            protocols += ",PROXIED:" + protocol;
        }
        KafkaBroker first = settings.first == null ? this : settings.first;
        if (first == this) {
            listeners.append(",CONTROLLER://127.0.0.1:").append(controllerPort);
        }
        StringBuilder text = new StringBuilder(1024);
        line(text, "process.roles", first == this ? "broker,controller" : "broker");
        line(text, "node.id", settings.number);
        line(text, "controller.quorum.voters", "1@127.0.0.1:" + first.controllerPort);
        line(text, "controller.listener.names", "CONTROLLER");
        line(text, "inter.broker.listener.name", "CLIENT");
        line(text, "listeners", listeners);
        line(text, "advertised.listeners", named);
        line(text, "listener.security.protocol.map", protocols);
        line(text, "log.dirs", data());
        line(text, "offsets.topic.num.partitions", "4");
        line(text, "offsets.topic.replication.factor", "1");
        line(text, "transaction.state.log.replication.factor", "1");
        line(text, "transaction.state.log.min.isr", "1");
        line(text, "share.coordinator.state.topic.replication.factor", "1");
        line(text, "share.coordinator.state.topic.min.isr", "1");
        line(text, "group.initial.rebalance.delay.ms", "0");
        line(text, "offsets.retention.minutes", "525600");
        line(text, "auto.create.topics.enable", "false");
        line(text, "num.recovery.threads.per.data.dir", "1");
        line(text, "log.cleaner.dedupe.buffer.size", "2097152");
        if (settings.user != null) {
            line(text, "sasl.enabled.mechanisms", "PLAIN");
            line(text, "sasl.mechanism.inter.broker.protocol", "PLAIN");
            String module = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                    + settings.user + "\" password=\"" + settings.password + "\" user_" + settings.user + "=\""
                    + settings.password + "\";";
            line(text, "listener.name.client.plain.sasl.jaas.config", module);
            line(text, "listener.name.proxied.plain.sasl.jaas.config", module);
        }
        return text.append(settings.extra).append('\n').toString();
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key)
                .append('=')
                .append(value.toString().replace("\\", "\\\\"))
                .append('\n');
    }

    /** What the broker is started with. */
    public static final class Builder {
        private final Path folder;
        private Path data;
        private int port;
        private int proxyPort;
        private int innerPort;
        private int heapMegabytes = 384;
        private String user;
        private String password;
        private String extra = "";
        private KafkaBroker first;
        private int number = 1;

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Listens there instead of on a free port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Keeps its data there, in a small file system for instance, instead of in the broker's own folder. */
        public Builder data(Path folderOfData) {
            data = folderOfData;
            return this;
        }

        /**
         * Can be reached through a proxy too. A Kafka client connects to the address a broker names, so the broker listens
         * a second time, on the port the proxy forwards to, and names the proxy's port there.
         */
        public Builder proxiedBy(int portOfProxy, int portForwardedTo) {
            proxyPort = portOfProxy;
            innerPort = portForwardedTo;
            return this;
        }

        /** Only lets in who knows these, by SASL/PLAIN. */
        public Builder login(String userName, String userPassword) {
            user = userName;
            password = userPassword;
            return this;
        }

        /** The size of its heap. */
        public Builder heapMegabytes(int megabytes) {
            heapMegabytes = megabytes;
            return this;
        }

        /** Is one more broker of another one's cluster. @param as its number, from 2 */
        public Builder joining(KafkaBroker other, int as) {
            first = other;
            number = as;
            return this;
        }

        /** Lines added to the configuration as they are. */
        public Builder extra(String lines) {
            extra = lines;
            return this;
        }

        /** A broker that is not started yet; its ports are chosen. */
        public KafkaBroker build() {
            return new KafkaBroker(this);
        }

        /** A running broker. */
        public KafkaBroker start() {
            return build().start();
        }
    }
}
