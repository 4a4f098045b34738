package io.meridian.platform.server;

import io.meridian.devservers.ServerProcess;
import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A media driver with an archive, as a JVM of its own. */
final class AeronServer implements LocalServer {
    /** By name: the engine is on the class path only when this runs. */
    private static final String DRIVER = "io.meridian.bus.aeron.AeronDriver";

    private static final Duration READY = Duration.ofSeconds(30);

    private final String deployment;
    private final Path log;
    private final Path memory;
    private final Path archive;
    private ServerProcess process;

    /** @param given its memory, or null for some of its own */
    AeronServer(String deployment, Path folder, Path log, Path given) {
        this.deployment = deployment;
        this.log = log;
        archive = folder.resolve("archive");
        // Two stacks keep different data, so the name of the data names the memory too.
        String unique = Integer.toHexString(folder.toString().hashCode());
        memory = given == null ? LocalServers.sharedMemory().resolve("meridian-" + deployment + "-" + unique) : given;
    }

    @Override
    public String engine() {
        return "aeron";
    }

    @Override
    public void start() {
        long before = length();
        process = ServerProcess.start("aeron", JavaCommand.of(DRIVER, deployment), environment(), log);
        try {
            process.awaitReady(() -> saysReady(before), READY);
        } catch (IllegalStateException notReady) {
            throw CommandException.failed(notReady.getMessage());
        }
    }

    private boolean saysReady(long from) {
        try {
            return length() > from
                    && Files.readString(log).substring((int) from).contains("ready ");
        } catch (IOException e) {
            return false;
        }
    }

    private long length() {
        return log.toFile().length();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AERON_DRIVER", "external");
        variables.put("AERON_DIR", memory.toString());
        variables.put("AERON_ARCHIVE_DIR", archive.toString());
        return variables;
    }

    @Override
    public String description() {
        return "media driver and archive, memory in " + memory;
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    @Override
    public List<Path> leavings() {
        return List.of(memory);
    }
}
