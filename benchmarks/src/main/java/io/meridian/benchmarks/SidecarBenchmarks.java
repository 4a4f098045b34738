package io.meridian.benchmarks;

import java.util.List;
import java.util.function.Consumer;

/** {@code ./bench.sh sidecar}: what the guard beside a plugin costs. */
final class SidecarBenchmarks {
    private SidecarBenchmarks() {}

    private interface Measure {
        void with(SidecarRig rig) throws Exception;
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        Pairs pairs = new Pairs(quick ? 3 : 9);
        return List.of(
                part("sidecar.message", rig -> new SidecarBench(rig, quick).perMessage(pairs, report)),
                part("sidecar.pair.default", rig -> new PairBench(rig, quick).asSetByDefault(report)),
                part("sidecar.pair.spin", rig -> new PairBench(rig, quick).spinning(report)),
                part("sidecar.grpc", rig -> new PairBench(rig, quick).grpc(report)),
                part("sidecar.footprint.memory", rig -> new FootprintBench(rig, pairs, false).measure(report)),
                part("sidecar.footprint.grpc", rig -> new FootprintBench(rig, pairs, true).measure(report)));
    }

    private static Part part(String prefix, Measure measure) {
        return new Part(prefix, () -> {
            try (SidecarRig rig = new SidecarRig()) {
                try {
                    measure.with(rig);
                } finally {
                    rig.closeParts();
                }
            }
        });
    }
}
