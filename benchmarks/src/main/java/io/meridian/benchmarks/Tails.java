package io.meridian.benchmarks;

import java.util.List;

/** A second figure from runs whose first was compared by {@link Pairs}; the warm-up pair does not count here either. */
final class Tails {
    private Tails() {}

    static Figure figure(String name, String unit, List<Double> ours, List<Double> raw) {
        int runs = Math.min(ours.size(), raw.size()) - 1;
        double[] own = new double[runs];
        double[] peer = new double[runs];
        double[] ratios = new double[runs];
        for (int i = 0; i < runs; i++) {
            own[i] = ours.get(i + 1);
            peer[i] = raw.get(i + 1);
            ratios[i] = own[i] / peer[i];
        }
        return new Figure(name, unit, Pairs.median(own), Pairs.median(peer), Pairs.median(ratios), runs);
    }
}
