package io.meridian.platform.manager;

import io.meridian.manager.Manager;
import io.meridian.manager.kill.Neighbours;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.control.ControlSocket;
import io.meridian.sidecar.control.LatchState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The latches of sidecars on this machine, each asked through its folder, all at the same time: no manager and no bus is needed. */
final class DirectLatches {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Path> sidecars = new TreeMap<>();

    /** What came of it. @param done those that answered; @param failed those that run and did not, and why */
    record Result(List<String> done, Map<String, String> failed) {}

    /** One is asked for something. */
    interface Ask {
        LatchState ask(ControlClient client) throws IOException;
    }

    /** Those that a manager has made. @param which by what is known of them */
    DirectLatches ofManager(Path managerFolder, Predicate<InstanceFolder> which) {
        for (Path home : folders(Manager.instancesFolder(managerFolder))) {
            InstanceFolder folder = new InstanceFolder(home);
            if (which.test(folder)) {
                add(home.getFileName().toString(), folder.sidecar());
            }
        }
        return this;
    }

    /** Those that are in this folder. @param which by the name of their instance */
    DirectLatches in(Path folder, Predicate<String> which) {
        new Neighbours(folder).running().forEach((name, sidecar) -> {
            if (which.test(name)) {
                sidecars.put(name, sidecar);
            }
        });
        return this;
    }

    /** One whose socket is not there does not run; its latch of before holds when it comes back. */
    private void add(String name, Path sidecar) {
        if (Files.exists(sidecar.resolve(ControlSocket.FILE))) {
            sidecars.put(name, sidecar);
        }
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + parent + " cannot be read: " + e.getMessage(), e);
        }
    }

    Result ask(Ask ask) {
        ConcurrentSkipListSet<String> done = new ConcurrentSkipListSet<>();
        Map<String, String> failed = new ConcurrentSkipListMap<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            sidecars.forEach((name, folder) -> each.submit(() -> {
                try {
                    ask.ask(new ControlClient(folder, PATIENCE));
                    done.add(name);
                } catch (IOException | RuntimeException e) {
                    failed.put(name, String.valueOf(e.getMessage()));
                }
            }));
        }
        return new Result(new ArrayList<>(done), new TreeMap<>(failed));
    }
}
