package io.meridian.plugins.riskparity;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Weights of equal risk contribution: each instrument's weight times the covariance of its return with that of the whole is the
 * same. They are where {@code x'Cx / 2 - sum(log(x))} is least (Maillard, Roncalli and Teiletche 2010), which is looked for by Newton's
 * method, damped while it is far away (Spinu 2013, "An Algorithm for Computing Risk Parity Weights"). The function is self-concordant,
 * so it gets there from anywhere, if there is such a place: there is none when some mix of the instruments has no risk at all.
 */
final class RiskParity {
    /** By so much may the contributions differ from their mean, as a part of it. */
    static final double TOLERANCE = 1e-9;

    private static final int MAX_STEPS = 200;
    /** From here on whole steps converge, each to twice as many digits. */
    private static final double NEAR = 0.25;
    /** What so many whole steps do not reach, rounding hides. */
    private static final int MAX_WHOLE_STEPS = 10;

    private RiskParity() {}

    /**
     * Weights that are above 0 and add up to 1.
     *
     * @return empty when there are none, or rounding hides them: the matrix, or something in it, is without risk
     */
    static Optional<double[]> weights(DMatrixRMaj covariance) {
        int n = covariance.getNumRows();
        double[] deviations = new double[n];
        for (int i = 0; i < n; i++) {
            deviations[i] = Math.sqrt(covariance.get(i, i));
            if (!(deviations[i] > 0)) {
                return Optional.empty();
            }
        }
        return solve(correlation(covariance, deviations)).map(x -> normalized(x, deviations));
    }

    private static DMatrixRMaj correlation(DMatrixRMaj covariance, double[] deviations) {
        int n = deviations.length;
        DMatrixRMaj correlation = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                correlation.set(i, j, covariance.get(i, j) / (deviations[i] * deviations[j]));
            }
        }
        return correlation;
    }

    private static Optional<DMatrixRMaj> solve(DMatrixRMaj correlation) {
        int n = correlation.getNumRows();
        DMatrixRMaj x = new DMatrixRMaj(n, 1);
        double all = CommonOps_DDRM.elementSum(correlation);
        // What is right when all correlations are the same.
        CommonOps_DDRM.fill(x, all > 0 ? Math.sqrt(n / all) : 1);
        DMatrixRMaj risk = new DMatrixRMaj(n, 1);
        DMatrixRMaj gradient = new DMatrixRMaj(n, 1);
        DMatrixRMaj hessian = new DMatrixRMaj(n, n);
        DMatrixRMaj step = new DMatrixRMaj(n, 1);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
        int whole = 0;
        for (int steps = 0; steps < MAX_STEPS && whole < MAX_WHOLE_STEPS; steps++) {
            CommonOps_DDRM.mult(correlation, x, risk);
            hessian.setTo(correlation);
            double off = 0;
            for (int i = 0; i < n; i++) {
                double each = x.get(i);
                off = Math.max(off, Math.abs(each * risk.get(i) - 1));
                gradient.set(i, risk.get(i) - 1 / each);
                hessian.add(i, i, 1 / (each * each));
            }
            if (off <= TOLERANCE) {
                return Optional.of(x);
            }
            if (!solver.setA(hessian)) {
                return Optional.empty();
            }
            solver.solve(gradient, step);
            double decrement = Math.sqrt(CommonOps_DDRM.dot(gradient, step));
            if (Double.isNaN(decrement)) {
                return Optional.empty();
            }
            boolean isNear = decrement < NEAR;
            whole += isNear ? 1 : 0;
            CommonOps_DDRM.addEquals(x, isNear ? -1 : -1 / (1 + decrement), step);
        }
        return Optional.empty();
    }

    private static double[] normalized(DMatrixRMaj x, double[] deviations) {
        double[] weights = new double[deviations.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = x.get(i) / deviations[i];
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
