package io.meridian.cluster.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What somebody has who puts together what a question is told, and complains of each change that does not fit. */
public final class FoldedAnswer {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final LiveQuery query;
    private final Thread thread;
    private final Map<String, Entry> answer = new TreeMap<>();
    private String wrong;
    private long changes;

    public FoldedAnswer(LiveQuery query) {
        this.query = query;
        thread = Thread.ofVirtual().start(this::follow);
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                fold(query.take(PATIENCE));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void fold(List<Change> told) {
        changes += told.size();
        told.forEach(this::take);
    }

    private void take(Change change) {
        Entry entry = change.entry();
        Entry before = switch (change.kind()) {
            case ENTER, UPDATE -> answer.put(entry.key(), entry);
            case LEAVE -> answer.remove(entry.key());
        };
        boolean fits = switch (change.kind()) {
            case ENTER -> before == null;
            case UPDATE -> before != null && !before.equals(entry);
            case LEAVE -> entry.equals(before);
        };
        if (!fits && wrong == null) {
            wrong = change + " after " + before;
        }
    }

    public synchronized Map<String, Entry> answer() {
        return new TreeMap<>(answer);
    }

    public synchronized long changes() {
        return changes;
    }

    /** The first change that did not fit: something was told twice, or missed. Null when all did. */
    public synchronized String wrong() {
        return wrong;
    }

    public void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
        query.close();
    }
}
