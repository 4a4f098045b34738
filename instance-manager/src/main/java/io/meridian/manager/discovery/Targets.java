package io.meridian.manager.discovery;

import io.meridian.manager.Manager;
import io.meridian.manager.reconcile.Phase;
import io.meridian.sidecar.health.HealthServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that the manager knows of: the sidecars of its instances that shall run, those of its neighbours, and the services that wrote their port into the same folder.
 * A process that was killed is named all the same, since what it wrote is still there: that it does not answer is what Prometheus should see.
 */
public final class Targets {
    private static final String PORT_FILE = ".http.port";
    private static final String SIDECAR = "sidecar";

    private final Manager manager;
    private final Path services;

    /**
     * One process.
     *
     * @param instance what it is called
     * @param kind sidecar, or which service it is
     * @param port on the loopback
     */
    public record Target(String instance, String kind, int port) {}

    /** @param services where services write down their ports: {@code NAME.http.port}, the name beginning with the kind */
    public Targets(Manager manager, Path services) {
        this.manager = manager;
        this.services = services;
    }

    /** Where a service writes its port down, in the folder that it has in common with the manager. */
    public static Path portFile(Path folder, String service) {
        return folder.resolve(service + PORT_FILE);
    }

    /** By kind and name. */
    public List<Target> all() {
        List<Target> all = new ArrayList<>();
        for (Path file : serviceFiles()) {
            String name = file.getFileName().toString().replace(PORT_FILE, "");
            add(all, name, name.replaceAll("-.*", ""), file);
        }
        Map<String, Path> sidecars = new TreeMap<>(manager.neighbours());
        manager.reconciler().states().forEach((name, state) -> {
            if (state.phase() != Phase.STOPPED) {
                sidecars.put(name, manager.folder(name).sidecar());
            }
        });
        sidecars.forEach((name, folder) -> add(all, name, SIDECAR, folder.resolve(HealthServer.PORT_FILE)));
        return all;
    }

    private List<Path> serviceFiles() {
        if (!Files.isDirectory(services)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(services)) {
            return files.filter(file -> file.getFileName().toString().endsWith(PORT_FILE)
                            && file.getFileName().toString().length() > PORT_FILE.length())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + services + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void add(List<Target> all, String name, String kind, Path file) {
        try {
            all.add(new Target(
                    name, kind, Integer.parseInt(Files.readString(file).strip())));
        } catch (NoSuchFileException notThere) {
            // It has ended, or is only starting.
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException("the file " + file + " names no port: " + e.getMessage(), e);
        }
    }
}
