package io.meridian.devservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server with the extension TimescaleDB, or without it, on the loopback. It keeps its port and its data when it is stopped or killed and
 * started again. It has one database and one user who may do everything.
 *
 * <p>The programs lie in a folder that has a whole small system, as they need newer libraries than the machine may have; {@code ./test.sh} makes it.
 * They run with that folder as their root, as its user {@code postgres}, and see the folder of the server under {@link #INSIDE}. Only root can start
 * programs in this way.
 */
public final class PostgresServer extends DevServer {
    /** The name of the database, of its user, and that user's password. */
    public static final String NAME = "meridian";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration SET_UP = Duration.ofSeconds(120);
    private static final String INSIDE = "/meridian";
    private static final String DATA = INSIDE + "/data";
    private static final String PROGRAMS = "/usr/lib/postgresql/17/bin/";

    /** Each step becomes the next program, so that the number of the process stays that of the server. */
    private static final String ENTER =
            "mount --bind \"$1\" \"$2" + INSIDE + "\" && shift && exec chroot" + " --userspec=postgres:postgres \"$@\"";

    /** Runs once, inside. Where one step fails, {@code data} is not there, and the next start begins anew. */
    private static final String MAKE = "set -e; cd " + INSIDE + "; rm -rf new; printf %s \"$1\" >password; " + PROGRAMS
            + "initdb -D new --username=\"$1\" --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8"
            + " --no-instructions --no-sync; rm password; say() { echo \"$2\" | " + PROGRAMS
            + "postgres --single -j -D new $3 \"$1\"; }; say postgres \"CREATE DATABASE $1;\"; [ -z \"$2\" ] || say"
            + " \"$1\" 'CREATE EXTENSION timescaledb;' '-c shared_preload_libraries=timescaledb -c"
            + " timescaledb.telemetry_level=off'; mv new data";

    private final Builder settings;

    private PostgresServer(Builder settings) {
        super(settings.port);
        this.settings = settings;
    }

    /** A server whose data and log live in {@code folder}. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** Whether such a server can be started here, by this user. */
    public static boolean isInstalled() {
        return Files.isExecutable(home().resolve("." + PROGRAMS + "postgres"))
                && "root".equals(System.getProperty("user.name"));
    }

    /** The folder with the programs; {@code scripts/servers.sh} knows it as well. */
    private static Path home() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder = cache == null || cache.isEmpty()
                ? Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(cache);
        return folder.resolve("meridian/timescaledb-17");
    }

    /** Starts it, again if it was stopped or killed, and waits until it answers. */
    @Override
    public synchronized PostgresServer start() {
        super.start();
        return this;
    }

    @Override
    ServerProcess launch() {
        if (!isInstalled()) {
            throw new IllegalStateException("The TimescaleDB server is not installed, or user "
                    + System.getProperty("user.name") + " is not root, who alone can start it. ./test.sh installs it.");
        }
        Path log = settings.folder.resolve("postgres.log");
        if (!Files.exists(settings.folder.resolve("data/PG_VERSION"))) {
            make(log);
        }
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            ServerProcess process =
                    ServerProcess.start("postgres", enter(server()), log).endedBy("INT");
            try {
                process.awaitReady(() -> isReady(process.pid()), READY);
                return process;
            } catch (IllegalStateException failed) {
                // What a killed one leaves ends by itself, a moment after it.
                if (!process.tail().contains("is still in use") || System.nanoTime() - deadline > 0) {
                    throw failed;
                }
            }
        }
    }

    private void make(Path log) {
        try {
            Files.createDirectories(settings.folder);
            Files.createDirectories(home().resolve("." + INSIDE));
            // The user of the same name inside must be able to write there.
            Path theirs = home().resolve("var/lib/postgresql");
            Map<String, Object> owner = Files.readAttributes(theirs, "unix:uid,gid");
            Files.setAttribute(settings.folder, "unix:uid", owner.get("uid"));
            Files.setAttribute(settings.folder, "unix:gid", owner.get("gid"));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the server cannot be made: " + e.getMessage(), e);
        }
        ServerProcess process = ServerProcess.start(
                "initdb", enter(List.of("/bin/sh", "-c", MAKE, "sh", NAME, settings.plain ? "" : "timescaledb")), log);
        process.awaitEnd(SET_UP);
    }

    /** The command, to be run inside. */
    private List<String> enter(List<String> command) {
        List<String> whole =
                new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "--", "sh", "-c"));
        whole.addAll(List.of(ENTER, "sh", settings.folder.toAbsolutePath().toString(), home().toString()));
        whole.addAll(command);
        return whole;
    }

    private List<String> server() {
        List<String> command = new ArrayList<>(List.of(PROGRAMS + "postgres", "-D", DATA));
        List<String> lines = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port(),
                "unix_socket_directories=",
                "dynamic_shared_memory_type=mmap",
                "shared_buffers=64MB",
                "max_connections=30"));
        if (!settings.plain) {
            lines.add("shared_preload_libraries=timescaledb");
            lines.add("timescaledb.telemetry_level=off");
        }
        lines.addAll(settings.extra);
        for (String line : lines) {
            command.add("-c");
            command.add(line);
        }
        return command;
    }

    /** As the server itself says it, in the file that has its number. */
    private boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(settings.folder.resolve("data/postmaster.pid"));
            return lines.size() >= 8
                    && lines.getFirst().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where clients connect. */
    public String url() {
        return url(NAME);
    }

    /** Where they find another database of it. */
    public String url(String database) {
        return "postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** What the server is started with. */
    public static final class Builder {
        private final Path folder;
        private final List<String> extra = new ArrayList<>();
        private int port;
        private boolean plain;

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Listens there instead of on a free port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Without the extension. */
        public Builder plain() {
            plain = true;
            return this;
        }

        /** A line of the configuration: {@code name=value}. */
        public Builder extra(String line) {
            extra.add(line);
            return this;
        }

        /** A server that is not started yet; its port is chosen. */
        public PostgresServer build() {
            return new PostgresServer(this);
        }

        /** A running server. */
        public PostgresServer start() {
            return build().start();
        }
    }
}
