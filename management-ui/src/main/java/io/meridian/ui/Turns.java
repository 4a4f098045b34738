package io.meridian.ui;

import io.meridian.ui.problem.UiProblem;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets few at once read what takes a disk's time; others are told to try again. */
final class Turns {
    private final Semaphore free;
    private final String what;

    /** @param what is read, as the beginning of a sentence with its verb */
    Turns(int atOnce, String what) {
        free = new Semaphore(atOnce);
        this.what = what;
    }

    <T> T read(Supplier<T> reading) {
        if (!free.tryAcquire()) {
            throw UiProblem.tooMuch(429, what + " being read by others. Try again in a moment.");
        }
        try {
            return reading.get();
        } finally {
            free.release();
        }
    }
}
