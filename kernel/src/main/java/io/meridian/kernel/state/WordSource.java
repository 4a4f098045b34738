package io.meridian.kernel.state;

/** Gives back what a {@link WordSink} took, in the same order. */
@FunctionalInterface
public interface WordSource {
    long next();
}
