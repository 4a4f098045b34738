package io.meridian.sidecar.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Those who want to hear of each change of one thing. For the loop's thread. */
final class Watchers<T> {
    private final List<Consumer<T>> all = new ArrayList<>();

    /** Tells what is now, and adds; the returned cancellation may run more than once. */
    Runnable add(Consumer<T> watcher, T now) {
        all.add(watcher);
        watcher.accept(now);
        return () -> all.remove(watcher);
    }

    void tell(T now) {
        for (Consumer<T> watcher : List.copyOf(all)) {
            watcher.accept(now);
        }
    }

    void clear() {
        all.clear();
    }
}
