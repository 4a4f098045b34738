package io.meridian.storage.market;

import io.meridian.storage.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One call to a store, of one statement or several, that ends when its time is over or when it is told to. */
final class Query implements AutoCloseable {
    private final String what;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private Asked running;
    private volatile String why;

    /** Takes the rows of an answer one by one. */
    interface Reader {
        /** @return whether it wants the next one */
        boolean row(Asked row) throws SQLException;
    }

    Query(String what, Duration time) {
        this.what = what;
        over.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).exceptionallyAsync(late -> {
            end("took longer than " + time.toMillis() + " ms. Ask for a shorter time or fewer symbols");
            return null;
        });
    }

    /** For any thread: the call fails soon. */
    void cancel() {
        end("was ended before it was done. Ask again");
    }

    private synchronized void end(String reason) {
        if (over.isDone() && !over.isCompletedExceptionally()) {
            return;
        }
        why = why == null ? reason : why;
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException notRunning) {
                // It ends at its next row.
            }
        }
    }

    private synchronized void running(Asked statement) {
        running = statement;
        check();
    }

    private void check() {
        if (why != null) {
            throw new StoreException(what + " " + why + ".");
        }
    }

    void read(Asking asking, String sql, List<Object> values, Reader reader) throws SQLException {
        try (Asked row = asking.prepare(sql, values)) {
            running(row);
            while (row.next() && reader.row(row)) {
                check();
            }
        } catch (SQLException | StoreException failed) {
            check();
            throw failed;
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }

    @Override
    public synchronized void close() {
        over.complete(null);
    }
}
