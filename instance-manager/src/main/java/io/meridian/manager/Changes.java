package io.meridian.manager;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells those who watch that something is different now. What it is, they read. */
public final class Changes {
    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();

    /** @param kind such as {@code health}; @param object what it is about; @param what in a word, may be empty */
    public record Change(String kind, String object, String what) {}

    /** Watches until the given handle is closed. The watcher must be quick. */
    public AutoCloseable watch(Consumer<Change> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    void tell(String kind, String object, String what) {
        Change change = new Change(kind, object, what);
        watchers.forEach(watcher -> watcher.accept(change));
    }
}
