package io.meridian.platform.span;

import java.util.Map;

/**
 * A stretch of time of a trace.
 *
 * @param id its own, never 0
 * @param parent 0: it is the first of its trace that is known here
 * @param service whose doing it was: the instance
 * @param attributes a text or a whole number each
 */
record Span(
        long traceHigh,
        long traceLow,
        long id,
        long parent,
        String name,
        Kind kind,
        long startNs,
        long endNs,
        String service,
        Map<String, Object> attributes) {
    /** The kinds of OpenTelemetry, with their numbers. */
    enum Kind {
        INTERNAL(1),
        PRODUCER(4),
        CONSUMER(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    Span {
        // Two processes see the two ends, and their clocks need not agree to the nanosecond.
        endNs = Math.max(startNs, endNs);
    }
}
