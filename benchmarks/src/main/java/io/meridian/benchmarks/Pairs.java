package io.meridian.benchmarks;

import java.util.Arrays;

/**
 * Runs the product and its raw peer in turn and compares them pair by pair, so that a machine whose speed drifts does not
 * favour one of them. The first pair only warms up and does not count.
 */
final class Pairs {
    /** One run; gives its figure. */
    interface Run {
        double measure() throws Exception;
    }

    private final int runs;

    Pairs(int runs) {
        this.runs = runs;
    }

    int runs() {
        return runs;
    }

    Figure compare(String name, String unit, Run ours, Run raw) throws Exception {
        double[] own = new double[runs];
        double[] peer = new double[runs];
        double[] ratios = new double[runs];
        ours.measure();
        raw.measure();
        for (int i = 0; i < runs; i++) {
            boolean oursFirst = (i & 1) == 0;
            double first = oursFirst ? ours.measure() : raw.measure();
            double second = oursFirst ? raw.measure() : ours.measure();
            own[i] = oursFirst ? first : second;
            peer[i] = oursFirst ? second : first;
            ratios[i] = own[i] / peer[i];
        }
        return new Figure(name, unit, median(own), median(peer), median(ratios), runs);
    }

    Figure alone(String name, String unit, Run ours) throws Exception {
        double[] own = new double[runs];
        ours.measure();
        for (int i = 0; i < runs; i++) {
            own[i] = ours.measure();
        }
        return new Figure(name, unit, median(own), Double.NaN, Double.NaN, runs);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
