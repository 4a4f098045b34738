package io.meridian.platform.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What long-lived processes take of the machine, again and again: memory of their own, open files, threads. */
final class Footprints {
    /** A heap is filled up to its limit before it is cleared, so memory goes up and down by that. */
    private static final long SLACK_KIB = 48 << 10;

    private static final int SLACK_FILES = 24;
    private static final int SLACK_THREADS = 6;

    private final Map<String, Long> pids = new TreeMap<>();
    private final Map<String, List<Footprint>> taken = new TreeMap<>();

    private record Footprint(long memoryKib, long files, long threads) {}

    Footprints(Map<String, Optional<ProcessHandle>> processes) {
        processes.forEach((name, handle) -> handle.ifPresent(found -> pids.put(name, found.pid())));
    }

    void take() throws IOException {
        for (Map.Entry<String, Long> each : pids.entrySet()) {
            Path process = Path.of("/proc", each.getValue().toString());
            Map<String, Long> status = new TreeMap<>();
            for (String line : Files.readAllLines(process.resolve("status"))) {
                String[] parts = line.split("[:\\s]+");
                if (parts.length > 1 && parts[1].matches("\\d+")) {
                    status.put(parts[0], Long.parseLong(parts[1]));
                }
            }
            long files;
            try (Stream<Path> open = Files.list(process.resolve("fd"))) {
                files = open.count();
            }
            taken.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                    .add(new Footprint(status.get("RssAnon"), files, status.get("Threads")));
        }
    }

    /** What took more at the end than near the beginning: means of the second and of the last fifth. */
    List<String> growth() {
        List<String> grown = new ArrayList<>();
        taken.forEach((name, all) -> {
            compare(grown, name + " memory KiB", all, Footprint::memoryKib, SLACK_KIB);
            compare(grown, name + " files", all, Footprint::files, SLACK_FILES);
            compare(grown, name + " threads", all, Footprint::threads, SLACK_THREADS);
        });
        return grown;
    }

    private static void compare(
            List<String> grown, String what, List<Footprint> all, ToLongFunction<Footprint> figure, long slack) {
        long before = mean(all, 1, figure);
        long after = mean(all, 4, figure);
        if (after > before + slack) {
            grown.add(what + " from " + before + " to " + after);
        }
    }

    private static long mean(List<Footprint> all, int fifth, ToLongFunction<Footprint> figure) {
        return (long) all.subList(all.size() * fifth / 5, all.size() * (fifth + 1) / 5).stream()
                .mapToLong(figure)
                .average()
                .orElseThrow();
    }

    String report() {
        StringBuilder text = new StringBuilder();
        taken.forEach((name, all) -> text.append(String.format(
                "soak: %-10s looked at %d times, memory %d -> %d MiB, files %d -> %d, threads %d -> %d%n",
                name,
                all.size(),
                mean(all, 1, Footprint::memoryKib) >> 10,
                mean(all, 4, Footprint::memoryKib) >> 10,
                mean(all, 1, Footprint::files),
                mean(all, 4, Footprint::files),
                mean(all, 1, Footprint::threads),
                mean(all, 4, Footprint::threads))));
        return text.toString().stripTrailing();
    }
}
