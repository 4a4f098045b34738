package io.meridian.plugins.riskparity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** On covariances of random returns that have something in common. */
final class RiskParityPropertyTest {
    private static DMatrixRMaj covariance(int n, long seed) {
        Random random = new Random(seed);
        int rows = n + random.nextInt(3 * n);
        double common = random.nextDouble();
        DMatrixRMaj returns = new DMatrixRMaj(rows, n);
        for (int column = 0; column < n; column++) {
            double size = Math.exp(2 * random.nextGaussian());
            for (int row = 0; row < rows; row++) {
                double shared = new Random(seed + row).nextGaussian();
                returns.set(row, column, size * (common * shared + (1 - common) * random.nextGaussian()));
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multInner(returns, covariance);
        return covariance;
    }

    private static double[] weights(DMatrixRMaj covariance) {
        return RiskParity.weights(covariance).orElseThrow();
    }

    @Property(tries = 500)
    void shouldMakeContributionsTheSameAndTheSumOneOnAnyCovariance(
            @ForAll @IntRange(min = 2, max = 60) int n, @ForAll long seed) {
        DMatrixRMaj covariance = covariance(n, seed);
        double[] weights = weights(covariance);
        double sum = 0;
        for (double each : weights) {
            assertTrue(each > 0, "weight=" + each);
            sum += each;
        }
        assertEquals(1, sum, 1e-12);
        assertTrue(RiskParityTest.unevenness(covariance, weights) < 1e-9);
    }

    @Property(tries = 200)
    void shouldNotDependOnTheScaleOfReturns(
            @ForAll @IntRange(min = 2, max = 30) int n,
            @ForAll long seed,
            @ForAll @IntRange(min = -9, max = 9) int power) {
        DMatrixRMaj covariance = covariance(n, seed);
        DMatrixRMaj scaled = covariance.copy();
        CommonOps_DDRM.scale(Math.pow(10, power), scaled);
        assertArrayEquals(weights(covariance), weights(scaled), 1e-9);
    }

    @Property(tries = 200)
    void shouldNotDependOnTheOrderOfInstruments(@ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
        DMatrixRMaj covariance = covariance(n, seed);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        DMatrixRMaj other = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                other.set(i, j, covariance.get(order.get(i), order.get(j)));
            }
        }
        double[] weights = weights(covariance);
        double[] ofOther = weights(other);
        for (int i = 0; i < n; i++) {
            assertEquals(weights[order.get(i)], ofOther[i], 1e-9);
        }
    }
}
