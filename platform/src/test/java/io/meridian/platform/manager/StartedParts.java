package io.meridian.platform.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Watches, beside the manager and without it, which processes of instances run, by what each has in its environment. It remembers all that it ever saw, and
 * each time when two processes of the same part ran at once.
 */
final class StartedParts implements AutoCloseable {
    private static final long LOOK_MS = 25;

    private final String variable;
    private final Map<String, Set<Long>> seen = new TreeMap<>();
    private final List<String> doubles = new ArrayList<>();
    private final Thread looking;
    private Map<String, Set<Long>> running = Map.of();
    private volatile boolean over;

    /** @param managerFolder the folder of the manager whose processes these are */
    StartedParts(Path managerFolder) {
        variable = "MERIDIAN_UNIT=" + managerFolder + "|";
        looking = Thread.ofPlatform().name("started-parts").start(this::run);
    }

    private void run() {
        while (!over) {
            look();
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void look() {
        Map<String, Set<Long>> now = new TreeMap<>();
        for (long pid : pids()) {
            String part = part(pid);
            if (part != null) {
                now.computeIfAbsent(part, name -> new TreeSet<>()).add(pid);
                seen.computeIfAbsent(part, name -> new TreeSet<>()).add(pid);
            }
        }
        now.forEach((part, pids) -> {
            if (pids.size() > 1 && !pids.equals(running.get(part))) {
                doubles.add(part + " as " + pids);
            }
        });
        running = now;
    }

    private static List<Long> pids() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String part(long pid) {
        try {
            Path file = Path.of("/proc", Long.toString(pid), "environ");
            String environment = Files.readString(file, StandardCharsets.ISO_8859_1);
            int at = environment.indexOf(variable);
            if (at < 0 || !leadsItsGroup(pid)) {
                return null;
            }
            String[] words = environment.substring(at + variable.length()).split("[|\0]");
            return words[0] + " " + words[1];
        } catch (IOException goneOrNotOurs) {
            return null;
        }
    }

    /** What a part starts itself has its environment, too, and is in its group. */
    private static boolean leadsItsGroup(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ")[2]) == pid;
    }

    /** How many processes a part has had. @param role {@code SIDECAR} or {@code PLUGIN} */
    synchronized int starts(String instance, String role) {
        return seen.getOrDefault(instance + " " + role, Set.of()).size();
    }

    /** What runs now, the processes by instance and role. */
    synchronized Map<String, Set<Long>> running() {
        look();
        return running;
    }

    /** Whenever two processes of the same part ran at once. */
    synchronized List<String> doubles() {
        return List.copyOf(doubles);
    }

    @Override
    public void close() {
        over = true;
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
