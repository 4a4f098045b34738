package io.meridian.kernel;

/**
 * How much a kernel keeps. Two kernels that are to have the same hash need the same options.
 *
 * @param expectedOrders how many orders to make room for at first; more are taken
 * @param keptAnswers how many commands back a repeat is recognised
 * @param keptOrders how many orders that are over are kept; the oldest are forgotten first
 */
public record KernelOptions(int expectedOrders, int keptAnswers, int keptOrders) {
    public static final KernelOptions DEFAULTS = new KernelOptions(1 << 16, 1 << 20, 1 << 18);

    public KernelOptions {
        if (expectedOrders < 1 || keptAnswers < 1 || keptOrders < 1) {
            throw new IllegalArgumentException("expectedOrders=" + expectedOrders + " keptAnswers=" + keptAnswers
                    + " keptOrders=" + keptOrders + " must be above 0");
        }
    }
}
