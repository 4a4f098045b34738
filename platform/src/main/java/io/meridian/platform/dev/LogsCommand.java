package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./launch_dev.sh logs}. */
@Command(name = "logs", description = "Shows the end of the logs of one process, or of all.")
final class LogsCommand implements Callable<Integer> {
    private static final long CHECK_NS = 200_000_000L;

    @Mixin
    private StackOptions stack;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROCESS", description = "Whose log. Default: all.")
    private String process;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "20",
            description = "Lines of each. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Override
    public Integer call() throws IOException {
        StackFolder folder = stack.folder();
        if (Compose.isUsed(folder)) {
            return ofContainers(folder);
        }
        Map<String, Path> logs = folder.logs();
        if (process != null && !logs.containsKey(process)) {
            throw CommandException.wrongUse("Stack '" + folder.name() + "' has no log of '" + process + "'. "
                    + (logs.isEmpty() ? "It was never started." : "There are: " + String.join(", ", logs.keySet())));
        }
        if (process != null) {
            logs = Map.of(process, logs.get(process));
        }
        StopSignal stop = StopSignal.install();
        Map<Path, Long> shown = new LinkedHashMap<>();
        for (Map.Entry<String, Path> log : logs.entrySet()) {
            if (logs.size() > 1) {
                Output.out().println("== " + log.getKey() + " (" + log.getValue() + ")");
            }
            shown.put(log.getValue(), Files.size(log.getValue()));
            List<String> all = Files.readAllLines(log.getValue());
            all.subList(Math.max(0, all.size() - lines), all.size()).forEach(Output.out()::println);
        }
        while (follow && !stop.await(CHECK_NS)) {
            for (Map.Entry<Path, Long> log : shown.entrySet()) {
                log.setValue(printFrom(log.getKey(), log.getValue()));
            }
        }
        return 0;
    }

    private int ofContainers(StackFolder folder) {
        List<String> command = new ArrayList<>(List.of("logs", "--tail", Integer.toString(lines)));
        if (follow) {
            command.add("-f");
        }
        if (process != null) {
            command.add(process);
        }
        return Compose.of(folder).show(command.toArray(String[]::new));
    }

    private static long printFrom(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            // A stack that was reset begins its logs anew.
            long begin = file.length() < from ? 0 : from;
            byte[] fresh = new byte[(int) Math.min(1 << 20, file.length() - begin)];
            file.seek(begin);
            file.readFully(fresh);
            Output.out().print(new String(fresh, StandardCharsets.UTF_8));
            Output.out().flush();
            return begin + fresh.length;
        }
    }
}
