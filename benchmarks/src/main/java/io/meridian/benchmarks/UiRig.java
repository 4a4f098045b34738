package io.meridian.benchmarks;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A manager, the gateway of the pages before it, and a bus that both are on; each of them in a process of its own. */
final class UiRig implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String PROJECT = "examples/hello-strategy";
    private static final String PLUGIN = "hello";

    final ManagerProcess manager;
    final PagesProcess pages;
    final Bus bus;
    private final List<String> instances = new ArrayList<>();

    UiRig(Product product) throws Exception {
        manager = new ManagerProcess(product);
        PagesProcess started = null;
        try {
            started = new PagesProcess(product, manager);
            pages = started;
            Map<String, String> settings = manager.bus().entrySet().stream()
                    .collect(Collectors.toMap(
                            each -> each.getKey().toLowerCase(Locale.ROOT).replace('_', '.'), Map.Entry::getValue));
            bus = Bus.open(new BusContext().settings(settings).unrestricted());
            bus.awaitConnected(PATIENCE_NS);
        } catch (Exception failed) {
            if (started != null) {
                started.close();
            }
            manager.close();
            throw failed;
        }
    }

    /** Makes instances that never run until there are so many. @return their names */
    List<String> instances(int count) throws Exception {
        if (instances.isEmpty()) {
            manager.register(PROJECT);
        }
        while (instances.size() < count) {
            String name = "light-%03d".formatted(instances.size());
            manager.ask("POST", "/v1/instances", "{\"name\":\"" + name + "\",\"plugin\":\"" + PLUGIN + "\"}");
            instances.add(name);
        }
        return List.copyOf(instances);
    }

    @Override
    public void close() throws IOException {
        bus.close();
        pages.close();
        manager.close();
    }
}
