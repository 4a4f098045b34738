package io.meridian.sidecar;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.sidecar.session.PublishGate;
import io.meridian.sidecar.session.SessionObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Sidecars on one bus in this process. */
final class SidecarRig implements AutoCloseable {
    private static final AtomicInteger SPACES = new AtomicInteger();

    final Path root;
    final Map<String, String> busSettings = new TreeMap<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    PublishGate gate = PublishGate.OPEN;
    final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Map<String, Sidecar> sidecars = new HashMap<>();
    private final List<Bus> buses = new ArrayList<>();

    SidecarRig(Path root) {
        this.root = root;
        busSettings.put("bus.backend", "memory");
        busSettings.put("memory.space", "sidecars-" + SPACES.incrementAndGet());
    }

    Path folder(String instance) {
        return root.resolve(instance);
    }

    /** Puts a grants file in place, whole. */
    void grants(String instance, String... linesOfFile) {
        write(folder(instance).resolve("grants"), linesOfFile);
    }

    static void write(Path file, String... linesOfFile) {
        try {
            Files.createDirectories(file.getParent());
            Path half = file.resolveSibling(file.getFileName() + ".half");
            Files.write(half, List.of(linesOfFile));
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything is allowed to the instance. */
    void grantAll(String instance) {
        grants(
                instance,
                "allow p publish platform.** for instance " + instance,
                "allow s subscribe platform.** for instance " + instance,
                "allow r request platform.** for instance " + instance,
                "allow h replay platform.** for instance " + instance);
    }

    Sidecar start(String instance, String... namesAndValues) {
        return start(
                instance,
                new SessionObserver() {
                    @Override
                    public void onError(String type) {
                        errors.computeIfAbsent(type, key -> new LongAdder()).increment();
                    }
                },
                namesAndValues);
    }

    Sidecar start(String instance, SessionObserver observer, String... namesAndValues) {
        Map<String, String> values = new TreeMap<>(busSettings);
        values.put("sidecar.dir", folder(instance).toString());
        values.put("sidecar.instance", instance);
        values.put("sidecar.pool", "SIGNAL");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.add(SidecarSettings.SCHEMA);
        Sidecar sidecar = Sidecar.start(new SidecarOptions(Settings.of(schemas, values))
                .observer(observer)
                .gate(gate)
                .log((level, text) -> lines.add(level + " " + text)));
        sidecars.put(instance, sidecar);
        return sidecar;
    }

    Sidecar startGranted(String instance, String... namesAndValues) {
        grantAll(instance);
        return start(instance, namesAndValues);
    }

    Bus bus() {
        return bus(0);
    }

    /** @param source of what is published there; 0 for a new one */
    Bus bus(int source) {
        Bus bus = Bus.open(new BusContext().settings(busSettings).unrestricted().instance(source));
        buses.add(bus);
        bus.awaitConnected(10_000_000_000L);
        return bus;
    }

    long errors(String type) {
        LongAdder count = errors.get(type);
        return count == null ? 0 : count.sum();
    }

    boolean said(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }

    void stop(String instance) {
        sidecars.remove(instance).close();
    }

    @Override
    public void close() {
        List.copyOf(sidecars.values()).forEach(Sidecar::close);
        buses.forEach(Bus::close);
    }
}
