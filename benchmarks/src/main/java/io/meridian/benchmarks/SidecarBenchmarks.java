package io.meridian.benchmarks;

import java.util.List;
import java.util.function.Consumer;

/** {@code ./bench.sh sidecar}: what the guard beside a plugin costs. */
final class SidecarBenchmarks {
    private SidecarBenchmarks() {}

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        Pairs pairs = new Pairs(quick ? 3 : 9);
        return List.of(new Part("sidecar", () -> {
            try (SidecarBench bench = new SidecarBench(quick)) {
                bench.measure(pairs, report);
            }
        }));
    }
}
