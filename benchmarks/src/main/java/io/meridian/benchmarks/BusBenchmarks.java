package io.meridian.benchmarks;

import java.util.List;
import java.util.function.Consumer;

/** {@code ./bench.sh bus}: the bus on each engine beside the engine's own client. */
final class BusBenchmarks {
    private BusBenchmarks() {}

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        Pairs pairs = new Pairs(quick ? 3 : 9);
        Pairs slow = new Pairs(quick ? 3 : 7);
        return List.of(
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
    }
}
