package io.meridian.cluster.member;

import java.util.concurrent.TimeUnit;

/**
 * How unusual the silence of one node is, by the pauses it made before. The measure is phi: 1 means that a pause that long happens once in ten, 8 once in 10^8.
 *
 * <p>Pauses are taken as normally distributed, with a deviation of at least half a heartbeat: a node that was punctual to the millisecond must not be suspected for
 * being late by ten. Not thread-safe.
 */
final class Silence {
    private static final int REMEMBERED = 100;

    private final long heartbeatNs;
    private final long[] pausesNs = new long[REMEMBERED];
    private int count;
    private int next;
    private double sum;
    private double sumOfSquares;
    private long sampledNs;
    private long heardNs;

    Silence(long heartbeatNs, long nowNs) {
        this.heartbeatNs = heartbeatNs;
        sampledNs = nowNs;
        heardNs = nowNs;
        // Until it is known better: about a heartbeat, give or take as much.
        remember(heartbeatNs / 2);
        remember(heartbeatNs + heartbeatNs / 2);
    }

    /** It said something. Much of that within one heartbeat says nothing of its pauses. */
    void heard(long nowNs) {
        heardNs = nowNs;
        if (nowNs - sampledNs >= heartbeatNs / 2) {
            remember(nowNs - sampledNs);
            sampledNs = nowNs;
        }
    }

    private void remember(long pauseNs) {
        if (count == REMEMBERED) {
            double oldest = pausesNs[next];
            sum -= oldest;
            sumOfSquares -= oldest * oldest;
        } else {
            count++;
        }
        pausesNs[next] = pauseNs;
        next = (next + 1) % REMEMBERED;
        sum += pauseNs;
        sumOfSquares += (double) pauseNs * pauseNs;
    }

    long silentNs(long nowNs) {
        return nowNs - heardNs;
    }

    long silentMs(long nowNs) {
        return TimeUnit.NANOSECONDS.toMillis(silentNs(nowNs));
    }

    double phi(long nowNs) {
        double mean = sum / count;
        double variance = Math.max(0, sumOfSquares / count - mean * mean);
        double deviation = Math.max(Math.sqrt(variance), heartbeatNs / 2.0);
        return -log10OfTail((silentNs(nowNs) - mean) / deviation);
    }

    /**
     * The logarithm of how likely a normal value is above z. Far out the tail underflows, so there its asymptote is taken: pdf(z) / z.
     */
    private static double log10OfTail(double z) {
        if (z > 5) {
            return (-z * z / 2 - Math.log(z * Math.sqrt(2 * Math.PI))) / Math.log(10);
        }
        // Simpson's rule over the density between 0 and z: smooth there, so 64 steps are exact to ten digits.
        int steps = 64;
        double width = z / steps;
        double area = density(0) + density(z);
        for (int i = 1; i < steps; i++) {
            area += density(i * width) * (i % 2 == 0 ? 2 : 4);
        }
        return Math.log10(0.5 - area * width / 3);
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
