package io.meridian.sdk;

/**
 * How far one price is out of the ordinary, and which way it is expected to go from there. One for each symbol, and no need to
 * know the platform: see {@link ScoreSignal}.
 */
public interface Score {
    /** Takes the next price, which is above 0. */
    void update(double price);

    /** Whether there were prices enough. */
    boolean isReady();

    /** Above 0 when the price is expected to rise, below when to fall, and further from 0 the surer. */
    double value();

    /** The greatest that {@link #value} can be. */
    double greatest();

    /** How far the price is expected to go, as a fraction of it, without a sign. */
    double magnitude();
}
