package io.meridian.manager.act;

import io.meridian.manager.account.Person;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Notes acts, in the same transaction as what is done: there is no act without its note. The ids are in the order of time, so a page of acts begins
 * where the one before ended.
 */
public final class Acts {
    private static final int LONGEST_WHY = 500;
    private static final String SELECT = "SELECT id, at, who, action, object, before_text, after_text, why FROM act";

    private final Database database;
    private final InstantSource clock;
    private final AtomicLong last;
    private final List<Consumer<Act>> listeners = new CopyOnWriteArrayList<>();

    public Acts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        last = new AtomicLong(database.read(rows -> rows.first(
                        row -> Long.parseLong(row.getString(1), 36), "SELECT id FROM act ORDER BY id DESC LIMIT 1")
                .orElse(0L)));
    }

    /** Tells this listener each act from now on, once it is written. It must be quick. */
    public void listen(Consumer<Act> listener) {
        listeners.add(listener);
    }

    /** Notes one. */
    public void note(Rows rows, Person who, String action, String object, String before, String after, String why)
            throws SQLException {
        if (why.length() > LONGEST_WHY) {
            throw Refusal.invalid("A reason has at most " + LONGEST_WHY + " characters.");
        }
        long nowMs = clock.millis();
        // In the order of time, even within a millisecond and when the clock is set back.
        long number = last.updateAndGet(previous -> Math.max(previous + 1, nowMs << 12));
        Act act = new Act(number(number), Instant.ofEpochMilli(nowMs), who.name(), action, object, before, after, why);
        rows.change(
                "INSERT INTO act (id, at, who, action, object, before_text, after_text, why)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                act.id(),
                nowMs,
                act.who(),
                action,
                object,
                before,
                after,
                why);
        rows.afterwards(() -> listeners.forEach(listener -> listener.accept(act)));
    }

    /** One that changes nothing in the database. */
    public void note(Person who, String action, String object, String before, String after, String why) {
        database.write(rows -> {
            note(rows, who, action, object, before, after, why);
            return null;
        });
    }

    private static String number(long number) {
        String text = Long.toString(number, 36);
        return "0".repeat(Math.max(0, 12 - text.length())) + text;
    }

    /** Acts noted after the one of this id, the oldest first. */
    public List<Act> after(String id, int most) {
        return database.read(rows -> rows.all(
                Acts::read,
                "SELECT id, at, who, action, object, before_text, after_text, why FROM act WHERE id > ? ORDER BY id"
                        + " LIMIT ?",
                id,
                most));
    }

    /**
     * Acts, the latest first.
     *
     * @param object only those about this one, or null
     * @param before only those noted before the act of this id, or null
     */
    public List<Act> latest(String object, String before, int most) {
        StringBuilder sql = new StringBuilder(SELECT + " WHERE 1 = 1");
        List<Object> values = new ArrayList<>();
        Optional.ofNullable(object).ifPresent(value -> {
            sql.append(" AND object = ?");
            values.add(value);
        });
        Optional.ofNullable(before).ifPresent(value -> {
            sql.append(" AND id < ?");
            values.add(value);
        });
        sql.append(" ORDER BY id DESC LIMIT ?");
        values.add(most);
        return database.read(rows -> rows.all(Acts::read, sql.toString(), values.toArray()));
    }

    private static Act read(ResultSet row) throws SQLException {
        return new Act(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8));
    }
}
