package io.meridian.platform.author;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.setting.Settings;
import io.meridian.conformance.Conformance;
import io.meridian.conformance.Subject;
import io.meridian.conformance.stage.Patterns;
import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.conformance.stage.Stage;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.schema.TopicNames;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.assembly.WholeSidecar;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A stage with a real sidecar, as it runs beside a plugin in production, on the in-memory bus of this process or on another.
 * What happens to the plugin is brought about as it would be there: by the files of the sidecar's folder, the control socket,
 * the bus.
 */
final class RealStage extends Stage {
    private static final long PATIENCE_NS = 15_000_000_000L;

    /** So many settled messages make a sidecar ask for a snapshot: a quarter of its window. */
    private static final int WINDOW = 1_024;

    private final Path folder;
    private final Subject subject;
    private final Map<String, String> sidecarSettings = new TreeMap<>();
    private final Bus bus;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private final Map<String, PublisherSpec> specs = new HashMap<>();
    private WholeSidecar sidecar;
    private boolean mayPublish = true;
    private boolean maySubscribe = true;
    private boolean latchFirst;
    private int changes;

    RealStage(Subject subject, Path folder) {
        this(subject, folder, Map.of("bus.backend", "memory", "memory.space", "conformance-" + UUID.randomUUID()));
    }

    /** @param busSettings those of a bus that carries nothing else */
    RealStage(Subject subject, Path folder, Map<String, String> busSettings) {
        this.subject = subject;
        this.folder = folder;
        sidecarSettings.putAll(busSettings);
        sidecarSettings.put("sidecar.dir", folder.toString());
        sidecarSettings.put("sidecar.instance", instance());
        sidecarSettings.put("sidecar.pool", subject.pool());
        sidecarSettings.put("sidecar.grpc.port", "0");
        sidecarSettings.put("sidecar.drain", "500ms");
        // Checks are about the plugin, not about a machine that is busy.
        sidecarSettings.put("sidecar.silence", "4s");
        sidecarSettings.put("sidecar.snapshot.window", Integer.toString(WINDOW));
        bus = Bus.open(new BusContext()
                .settings(busSettings)
                .instance(PlayedPlatform.PEER)
                .unrestricted());
        bus.awaitConnected(PATIENCE_NS);
    }

    private String instance() {
        return subject.id() + "-1";
    }

    @Override
    public void appear() {
        grants();
        settings(subject.settings());
        try {
            sidecar = WholeSidecar.start(
                    Settings.of(WholeSidecar.schemas(), sidecarSettings),
                    SidecarLog.NONE,
                    host -> new Witness(host, this));
        } catch (IOException e) {
            throw new UncheckedIOException("the sidecar did not start: " + e.getMessage(), e);
        }
        if (latchFirst) {
            stopTrading();
        }
    }

    @Override
    public void vanish() {
        sidecar.close();
        sawEnd();
    }

    @Override
    public void pluginDied() {
        // The sidecar notices by itself.
    }

    private void grants() {
        List<String> lines = new ArrayList<>();
        if (maySubscribe) {
            subject.subscribes().forEach(pattern -> lines.add(grant(lines, "subscribe", pattern)));
            subject.subscribes().forEach(pattern -> lines.add(grant(lines, "replay", pattern)));
        }
        if (mayPublish) {
            subject.publishes().forEach(pattern -> lines.add(grant(lines, "publish", pattern)));
        }
        lines.add("allow other-" + ++changes + " subscribe conformance.other for instance nobody");
        write("grants", lines);
    }

    private String grant(List<String> before, String action, String pattern) {
        return "allow g-" + before.size() + " " + action + " " + pattern + " for instance " + instance();
    }

    private void write(String name, List<String> lines) {
        try {
            Path half = folder.resolve(name + ".half");
            Files.write(half, lines);
            Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write file=" + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized int deliver(Delivery message) {
        MessageHead head = message.getHead();
        List<Watched> readers = open().stream()
                .filter(each -> Patterns.covers(each.pattern(), head.getTopic()))
                .toList();
        readers.forEach(Watched::meant);
        boolean durable = readers.stream().anyMatch(Watched::isDurable)
                || TopicNames.isDurable(head.getTopic())
                || Patterns.anyCovers(subject.durable(), head.getTopic());
        PublisherSpec spec = (durable ? PublisherSpec.durable(head.getTopic()) : PublisherSpec.fast(head.getTopic()))
                .schema(head.getSchemaId(), head.getSchemaVersion())
                .contentType(head.getContentType());
        Publisher publisher = publisher(spec);
        UnsafeBuffer payload = new UnsafeBuffer(message.getPayload().toByteArray());
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (publisher.offer(payload, 0, payload.capacity()) < 0) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("the bus did not take a message on " + head.getTopic());
            }
            LockSupport.parkNanos(100_000);
        }
        return readers.size();
    }

    /** A bus has one publisher for a topic, which is of one kind. */
    private Publisher publisher(PublisherSpec spec) {
        String topic = spec.topic().name();
        if (!spec.equals(specs.put(topic, spec))) {
            Publisher other = publishers.remove(topic);
            if (other != null) {
                other.close();
            }
        }
        return publishers.computeIfAbsent(topic, unknown -> bus.publisher(spec));
    }

    @Override
    public boolean wantSnapshot() {
        Watched durable = open().stream().filter(Watched::isDurable).findFirst().orElse(null);
        if (durable == null) {
            return false;
        }
        Delivery sample = Conformance.sample(durable.pattern());
        for (int i = 0; i < WINDOW / 2; i++) {
            deliver(sample);
        }
        return true;
    }

    @Override
    public void settings(Map<String, String> settings) {
        write(
                "settings",
                settings.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
    }

    @Override
    public void changeGrants() {
        grants();
    }

    @Override
    public void stopTrading() {
        try {
            control().latch("conformance", "the kit stops trading");
        } catch (IOException e) {
            throw new UncheckedIOException("the latch was not set: " + e.getMessage(), e);
        }
    }

    private ControlClient control() {
        return new ControlClient(folder, Duration.ofSeconds(10));
    }

    @Override
    public void revokeSubscriptions() {
        maySubscribe = false;
        grantsWhenRunning();
    }

    private void grantsWhenRunning() {
        if (sidecar != null) {
            grants();
        }
    }

    @Override
    public boolean refusePublishing(Refusal.Code code) {
        switch (code) {
            case ACL_DENIED -> mayPublish = false;
            case RATE_LIMITED -> sidecarSettings.put("sidecar.limit.messages", "1");
            case LATCHED -> {
                sidecarSettings.put("sidecar.order.topics", String.join(",", subject.publishes()));
                latchFirst = true;
            }
            default -> {
                return false;
            }
        }
        grantsWhenRunning();
        return true;
    }

    @Override
    public void takePublishing() {
        if (!mayPublish) {
            mayPublish = true;
            grants();
        }
        if (latchFirst) {
            try {
                control().release("conformance", "the kit goes on");
            } catch (IOException e) {
                throw new UncheckedIOException("the latch was not released: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        if (sidecar != null) {
            sidecar.close();
        }
        bus.close();
    }
}
