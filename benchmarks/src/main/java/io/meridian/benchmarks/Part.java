package io.meridian.benchmarks;

/** A part of a suite, and how the names of its figures begin. */
record Part(String prefix, Source source) {
    /** Measures some figures and reports each as soon as it is known. */
    interface Source {
        void measure() throws Exception;
    }
}
