package io.meridian.benchmarks;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code ./bench.sh bus}: the bus on each engine beside the engine's own client. */
final class BusBenchmarks {
    private BusBenchmarks() {}

    /** A part of the suite and the figures whose names begin so. */
    private record Part(String prefix, Source source) {}

    /** Measures some figures and reports each as soon as it is known. */
    private interface Source {
        void measure() throws Exception;
    }

    static void run(boolean quick, Predicate<String> wanted, Consumer<Figure> report) throws Exception {
        Pairs pairs = new Pairs(quick ? 3 : 9);
        Pairs slow = new Pairs(quick ? 3 : 7);
        List<Part> parts = List.of(
                new Part("grant.check", () -> report.accept(LookupBench.grantCheck(pairs))),
                new Part("topic.match.10", () -> report.accept(LookupBench.topicMatch(pairs, 10))),
                new Part("topic.match.100000", () -> report.accept(LookupBench.topicMatch(pairs, 100_000))),
                new Part("bus.aeron", () -> {
                    AeronBench.measureFullSpeed(quick, pairs, report);
                    AeronBench.measureOneByOne(quick, pairs, report);
                }),
                new Part("bus.nats", () -> {
                    try (NatsBench nats = new NatsBench(quick)) {
                        nats.measure(slow, report);
                    }
                }),
                new Part("bus.kafka", () -> {
                    try (KafkaBench kafka = new KafkaBench(quick)) {
                        kafka.measure(slow, report);
                    }
                }));
        for (Part part : parts) {
            if (wanted.test(part.prefix())) {
                part.source().measure();
            }
        }
    }
}
