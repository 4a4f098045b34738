package io.meridian.benchmarks;

import java.util.List;

/** Keeps what a run opened, from whichever thread, to be closed in the end. */
final class Opened {
    private Opened() {}

    static <T extends AutoCloseable> T in(List<AutoCloseable> open, T part) {
        synchronized (open) {
            open.add(part);
        }
        return part;
    }

    static void closeAll(List<AutoCloseable> open) throws Exception {
        synchronized (open) {
            for (AutoCloseable part : open) {
                part.close();
            }
            open.clear();
        }
    }
}
