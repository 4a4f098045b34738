package io.meridian.platform.server;

import io.meridian.platform.Meridian;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service of the command as a process of its own, for tests that kill it. It ends with this process. */
public final class ServiceProcess {
    private ServiceProcess() {}

    /** @param log what it writes is added to this file */
    public static Process start(Map<String, String> environment, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.of(Meridian.class.getName(), arguments));
        command.addAll(
                List.of("--parent", String.valueOf(ProcessHandle.current().pid())));
        command.addAll(
                command.indexOf("-cp"), List.of("-Xmx256m", "-Xms32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
