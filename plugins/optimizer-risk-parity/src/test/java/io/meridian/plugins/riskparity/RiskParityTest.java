package io.meridian.plugins.riskparity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

final class RiskParityTest {
    static DMatrixRMaj covariance(double[] deviations, double[][] correlations) {
        DMatrixRMaj covariance = new DMatrixRMaj(correlations);
        for (int i = 0; i < deviations.length; i++) {
            for (int j = 0; j < deviations.length; j++) {
                covariance.set(i, j, covariance.get(i, j) * deviations[i] * deviations[j]);
            }
        }
        return covariance;
    }

    static double[][] sameCorrelation(int n, double correlation) {
        double[][] all = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(all[i], correlation);
            all[i][i] = 1;
        }
        return all;
    }

    /** By how much contributions to the risk differ from their mean, at most, as a part of all risk. */
    static double unevenness(DMatrixRMaj covariance, double[] weights) {
        DMatrixRMaj w = new DMatrixRMaj(weights.length, 1, true, weights);
        DMatrixRMaj risk = new DMatrixRMaj(weights.length, 1);
        CommonOps_DDRM.mult(covariance, w, risk);
        double all = CommonOps_DDRM.dot(w, risk);
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            most = Math.max(most, Math.abs(weights[i] * risk.get(i) / all - 1.0 / weights.length));
        }
        return most;
    }

    private static void assertPercent(double[] expected, DMatrixRMaj covariance, int decimals) {
        double[] weights = RiskParity.weights(covariance).orElseThrow();
        double power = Math.pow(10, decimals);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Math.round(100 * weights[i] * power) / power, "weight " + (i + 1));
        }
    }

    /**
     * S. Maillard, T. Roncalli, J. Teiletche: The properties of equally weighted risk contribution portfolios. Journal of
     * Portfolio Management 36 (2010), page 65, first example: deviations of 10, 20, 30 and 40 %, and no correlation.
     */
    @Test
    void shouldGiveThePublishedWeightsWhenNothingIsCorrelated() {
        double[] deviations = {0.1, 0.2, 0.3, 0.4};
        assertPercent(new double[] {48, 24, 16, 12}, covariance(deviations, sameCorrelation(4, 0)), 0);
    }

    /** The same page, second example: 80 % between the first two, and -50 % between the last two. */
    @Test
    void shouldGiveThePublishedWeightsWhenSomeAreCorrelated() {
        double[][] correlations = {
            {1, 0.8, 0, 0},
            {0.8, 1, 0, 0},
            {0, 0, 1, -0.5},
            {0, 0, -0.5, 1}
        };
        DMatrixRMaj covariance = covariance(new double[] {0.1, 0.2, 0.3, 0.4}, correlations);
        assertPercent(new double[] {38.4, 19.2, 24.3, 18.2}, covariance, 1);
    }

    /** The closed form of the same paper, page 62: of two, and of any number with one correlation, by the inverse of the deviation. */
    @Test
    void shouldWeighByTheInverseOfTheDeviationWhenAllCorrelationsAreTheSame() {
        for (double correlation : new double[] {-0.19, 0, 0.5, 0.99}) {
            double[] deviations = {0.1, 0.2, 0.25, 0.4, 0.5, 1};
            double[] weights = RiskParity.weights(covariance(deviations, sameCorrelation(6, correlation)))
                    .orElseThrow();
            double inverses = 10 + 5 + 4 + 2.5 + 2 + 1;
            for (int i = 0; i < 6; i++) {
                assertEquals(1 / deviations[i] / inverses, weights[i], 1e-12);
            }
        }
        double[] two = RiskParity.weights(covariance(new double[] {0.1, 0.3}, sameCorrelation(2, -0.999999)))
                .orElseThrow();
        assertEquals(0.75, two[0], 1e-12);
    }

    @Test
    void shouldGiveAllWeightToTheOnlyOne() {
        assertEquals(
                1, RiskParity.weights(new DMatrixRMaj(new double[][] {{4}})).orElseThrow()[0]);
    }

    @Test
    void shouldFindWeightsOfFiveHundredWhenTheMatrixIsNearlySingular() {
        int n = 500;
        Random random = new Random(1);
        // Fewer returns than instruments, all of them with much in common.
        DMatrixRMaj returns = new DMatrixRMaj(60, n);
        for (int row = 0; row < 60; row++) {
            double common = random.nextGaussian();
            for (int column = 0; column < n; column++) {
                returns.set(row, column, (common + 0.3 * random.nextGaussian()) * (1 + column % 7) / 100);
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multInner(returns, covariance);
        double[] weights = RiskParity.weights(covariance).orElseThrow();
        assertTrue(unevenness(covariance, weights) < 1e-9);
    }

    @Test
    void shouldFindWeightsWhenTwoInstrumentsAreTheSame() {
        double[][] correlations = {
            {1, 1, 0.2},
            {1, 1, 0.2},
            {0.2, 0.2, 1}
        };
        DMatrixRMaj covariance = covariance(new double[] {0.1, 0.1, 0.3}, correlations);
        double[] weights = RiskParity.weights(covariance).orElseThrow();
        assertEquals(weights[0], weights[1], 1e-12);
        assertTrue(unevenness(covariance, weights) < 1e-9);
    }

    @Test
    void shouldSayThatThereAreNoWeightsWhenAMixIsWithoutRisk() {
        assertEquals(Optional.empty(), RiskParity.weights(covariance(new double[] {0.1, 0.2}, sameCorrelation(2, -1))));
        assertEquals(
                Optional.empty(),
                RiskParity.weights(covariance(new double[] {0.1, 0.2, 0.3}, sameCorrelation(3, -0.5))));
        assertEquals(Optional.empty(), RiskParity.weights(new DMatrixRMaj(new double[][] {{1, 0}, {0, 0}})));
        assertEquals(Optional.empty(), RiskParity.weights(new DMatrixRMaj(new double[][] {{1, 0}, {0, Double.NaN}})));
    }
}
