package io.meridian.devservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A NATS server on the loopback, with a configuration written for it. It keeps its port and its store when it is
 * stopped or killed and started again.
 *
 * <p>{@code sync_interval} needs nats-server 2.10 or newer; older ones refuse a configuration that has it.
 */
public final class NatsServer extends DevServer {
    private static final Duration READY = Duration.ofSeconds(20);

    private final Builder settings;

    private NatsServer(Builder settings) {
        super(settings.port);
        this.settings = settings;
    }

    /** A server whose configuration and log live in {@code folder}. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** Whether a NATS server is installed here. */
    public static boolean isInstalled() {
        return ServerProcess.find("nats-server") != null;
    }

    /** The version of the NATS server installed here, such as {@code 2.9.10}. */
    public static String installedVersion() {
        try {
            Process process = new ProcessBuilder(program(null).toString(), "--version").start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf(' ') + 1).replaceFirst("^v", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, again if it was stopped or killed, and waits until it answers. */
    @Override
    public synchronized NatsServer start() {
        super.start();
        return this;
    }

    @Override
    ServerProcess launch() {
        Path config = settings.folder.resolve("nats-server.conf");
        try {
            Files.createDirectories(settings.folder);
            Files.writeString(config, settings.configuration(port()));
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration cannot be written: " + e.getMessage(), e);
        }
        ServerProcess process = ServerProcess.start(
                "nats-server",
                List.of(program(settings.program).toString(), "-c", config.toString()),
                settings.folder.resolve("nats-server.log"));
        process.awaitReady(() -> greets(port()), READY);
        return process;
    }

    /** Where clients connect. */
    public String url() {
        return "nats://127.0.0.1:" + port();
    }

    private static Path program(Path given) {
        Path program = given != null ? given : ServerProcess.find("nats-server");
        if (program == null) {
            throw new IllegalStateException("nats-server is not on the PATH. Install it: apt-get install nats-server");
        }
        return program;
    }

    /** Whether a NATS server speaks first on this port, as they do. */
    private static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("INFO ");
        } catch (IOException e) {
            return false;
        }
    }

    /** What the server is started with. */
    public static final class Builder {
        private final Path folder;
        private Path program;
        private int port;
        private Path store;
        private long storeBytes;
        private boolean syncAlways;
        private String user;
        private String password;
        private int maxPayload;
        private String extra = "";

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Uses this program instead of the one on the {@code PATH}. */
        public Builder program(Path path) {
            program = path;
            return this;
        }

        /** Listens there instead of on a free port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Turns JetStream on, with its files in this folder. */
        public Builder jetStream(Path folderOfStore) {
            store = folderOfStore;
            return this;
        }

        /** The most bytes JetStream may keep in files. */
        public Builder maxStoreBytes(long bytes) {
            storeBytes = bytes;
            return this;
        }

        /** Forces every message to the disk before it is acknowledged ({@code sync_interval: always}; 2.10 or newer). */
        public Builder syncAlways() {
            syncAlways = true;
            return this;
        }

        /** Only lets in who knows these. */
        public Builder login(String userName, String userPassword) {
            user = userName;
            password = userPassword;
            return this;
        }

        /** The largest message in bytes. */
        public Builder maxPayload(int bytes) {
            maxPayload = bytes;
            return this;
        }

        /** Lines added to the configuration as they are. */
        public Builder extra(String lines) {
            extra = lines;
            return this;
        }

        /** A server that is not started yet; its port is chosen. */
        public NatsServer build() {
            return new NatsServer(this);
        }

        /** A running server. */
        public NatsServer start() {
            return build().start();
        }

        private String configuration(int listenPort) {
            StringBuilder text =
                    new StringBuilder("listen: \"127.0.0.1:").append(listenPort).append("\"\n");
            if (store != null) {
                text.append("jetstream {\n  store_dir: ")
                        .append(quoted(store.toString()))
                        .append('\n');
                if (storeBytes > 0) {
                    text.append("  max_file_store: ").append(storeBytes).append('\n');
                }
                if (syncAlways) {
                    text.append("  sync_interval: always\n");
                }
                text.append("}\n");
            }
            if (user != null) {
                text.append("authorization { user: ")
                        .append(quoted(user))
                        .append(", password: ")
                        .append(quoted(password))
                        .append(" }\n");
            }
            if (maxPayload > 0) {
                text.append("max_payload: ").append(maxPayload).append('\n');
            }
            return text.append(extra).append('\n').toString();
        }

        private static String quoted(String value) {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }
}
