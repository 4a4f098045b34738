package io.meridian.benchmarks;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code ./bench.sh bus}: the bus on each engine beside the engine's own client. */
final class BusBenchmarks {
    private BusBenchmarks() {}

    /** A part of the suite and the figures whose names begin so. */
    private record Part(String prefix, Source source) {}

    /** Measures some figures. */
    private interface Source {
        List<Figure> measure() throws Exception;
    }

    static void run(boolean quick, Predicate<String> wanted, Consumer<Figure> report) throws Exception {
        Pairs pairs = new Pairs(quick ? 3 : 9);
        Pairs slow = new Pairs(quick ? 3 : 7);
        List<Part> parts = List.of(
                new Part("grant.check", () -> List.of(LookupBench.grantCheck(pairs))),
                new Part("topic.match.10", () -> List.of(LookupBench.topicMatch(pairs, 10))),
                new Part("topic.match.100000", () -> List.of(LookupBench.topicMatch(pairs, 100_000))),
                new Part("bus.aeron", () -> {
                    try (AeronBench aeron = new AeronBench(quick)) {
                        return aeron.all(pairs);
                    }
                }),
                new Part("bus.nats", () -> {
                    try (NatsBench nats = new NatsBench(quick)) {
                        return nats.all(slow);
                    }
                }),
                new Part("bus.kafka", () -> {
                    try (KafkaBench kafka = new KafkaBench(quick)) {
                        return kafka.all(slow);
                    }
                }));
        for (Part part : parts) {
            if (wanted.test(part.prefix())) {
                part.source().measure().forEach(report);
            }
        }
    }
}
