package io.meridian.manager.reconcile;

import io.meridian.manager.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The crashes of instances, in the database: a manager that is started again knows them. After one, the next start waits, from a second to a minute; too many within
 * a short time are a reason for quarantine.
 */
final class Crashes {
    /** So many within the window are too many. */
    static final int TOO_MANY = 5;
    /** Ten good minutes, and all is forgotten. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long JITTER_PARTS = 5;

    private final Database database;
    private final InstantSource clock;

    /**
     * Those within the window, the oldest first.
     *
     * @param what how each happened
     */
    record Recent(List<Instant> times, List<String> what) {
        boolean areTooMany() {
            return times.size() >= TOO_MANY;
        }

        /** When it may be started again. @param jitter 0 to 1, so that not all come back in the same moment */
        Instant notBefore(double jitter) {
            if (times.isEmpty()) {
                return Instant.EPOCH;
            }
            Duration pause = Duration.ofSeconds(1L << Math.min(times.size() - 1, 6));
            Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
            return times.getLast().plus(bounded).plusNanos((long) (bounded.toNanos() / JITTER_PARTS * jitter));
        }
    }

    Crashes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    void note(String instance, String what) {
        database.write(rows -> {
            rows.change(
                    "DELETE FROM crash WHERE instance = ? AND at < ?",
                    instance,
                    clock.instant().minus(Duration.ofDays(7)).toEpochMilli());
            return rows.change(
                    "INSERT INTO crash (instance, at, what) VALUES (?, ?, ?)", instance, clock.millis(), what);
        });
    }

    Recent recent(String instance) {
        long since = clock.instant().minus(WINDOW).toEpochMilli();
        return database.read(rows -> new Recent(
                rows.all(
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        "SELECT at FROM crash WHERE instance = ? AND at > ? ORDER BY at",
                        instance,
                        since),
                rows.all(
                        row -> row.getString(1),
                        "SELECT what FROM crash WHERE instance = ? AND at > ? ORDER BY at",
                        instance,
                        since)));
    }
}
