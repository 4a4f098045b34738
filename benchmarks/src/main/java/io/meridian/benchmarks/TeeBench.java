package io.meridian.benchmarks;

import io.meridian.audit.tee.Tee;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.setting.Settings;
import io.meridian.devservers.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@code ./bench.sh audit}: how fast the tee carries what an Aeron archive keeps into Kafka, until Kafka has stored all of it. Media driver, archive, tee
 * and broker share the machine.
 */
final class TeeBench {
    private static final int PAYLOAD = 100;
    private static final int TOPICS = 4;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(2);

    private final int messages;

    private TeeBench(boolean quick) {
        messages = quick ? 400_000 : 2_000_000;
    }

    static void measure(boolean quick, Consumer<Figure> report) throws Exception {
        // Each run begins with new servers: what was carried once is not carried again.
        report.accept(new Pairs(3).alone("audit.tee", "msg/s", new TeeBench(quick)::perSecond));
    }

    private double perSecond() throws Exception {
        Path shared = Path.of("/dev/shm");
        Path folder = Files.createTempDirectory(Files.isWritable(shared) ? shared : Path.of("/tmp"), "meridian-bench-");
        try (KafkaBroker broker = KafkaBroker.in(Files.createTempDirectory("meridian-bench-kafka-"))
                        .start();
                Bus from = open(Map.of(
                        "bus.backend", "aeron",
                        "aeron.dir", folder.resolve("driver").toString(),
                        "aeron.archive.dir", folder.resolve("archive").toString()));
                Bus to = open(Map.of("bus.backend", "kafka", "kafka.bootstrap", broker.bootstrap()))) {
            from.awaitConnected(PATIENCE_NS);
            to.awaitConnected(PATIENCE_NS);
            publish(from);
            long began = System.nanoTime();
            try (Tee tee = new Tee(from, to)) {
                while (tee.figures().confirmed() < messages) {
                    tee.work();
                    if (System.nanoTime() - began > PATIENCE_NS) {
                        throw new IllegalStateException("the tee does not come to its end: " + tee.figures());
                    }
                }
            }
            return messages * 1e9 / (System.nanoTime() - began);
        } finally {
            delete(folder);
        }
    }

    private static Bus open(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put("bus.deployment", "bench");
        return Bus.open(new BusContext()
                .settings(Settings.of(BusSettings.schemas(), all))
                .unrestricted());
    }

    private void publish(Bus bus) {
        Publisher[] publishers = new Publisher[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            publishers[i] = bus.publisher(PublisherSpec.durable("platform.oms.event.p" + i));
        }
        UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
        for (int i = 0; i < messages; ) {
            if (publishers[i % TOPICS].offer(payload, 0, PAYLOAD) > 0) {
                i++;
            } else {
                publishers[i % TOPICS].confirmed();
                Thread.onSpinWait();
            }
        }
        for (Publisher publisher : publishers) {
            if (!publisher.drain(PATIENCE_NS)) {
                throw new IllegalStateException("Aeron did not store all");
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
