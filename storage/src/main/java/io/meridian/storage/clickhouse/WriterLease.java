package io.meridian.storage.clickhouse;

import io.meridian.storage.StoreException;
import io.meridian.storage.StoreInUseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Says that this process is the one who writes. Of the server's statements {@code CREATE TABLE} is the one that only one of several can win: so each
 * writer makes a table of the next number, {@code store_writer_N}, and the highest has the store. It writes a beat there every two seconds. Who wants
 * the store and sees no beat for ten seconds takes the next number; the other one sees that before it stores again, as it beats before each batch that
 * comes later than five seconds after the last beat.
 *
 * <p>What this cannot do: call back what was sent already. A writer whose batch is held up on its way for longer than the ten seconds, or whose
 * machine stands still in between, may still have that one stored after another has the store.
 */
final class WriterLease implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(2);
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final long FRESH_NS = LEASE.dividedBy(2).toNanos();
    private static final String TABLE = "store_writer_";
    private static final String TAKING = "Asking who writes to the store";
    private static final int MOST_TRIES = 5;

    private final Database database;
    private final long number;
    private final Thread heart;
    private long beats;
    private long beatNs;
    private boolean lost;
    private volatile boolean closed;

    /** Who has the store. @param number 0: nobody had it ever */
    private record Holder(long number, String name) {}

    private WriterLease(Database database, long number) {
        this.database = database;
        this.number = number;
        heart = Thread.ofPlatform().daemon().name("store-lease").unstarted(this::beat);
    }

    /**
     * Takes the store. That takes a while when somebody has it who may be dead.
     *
     * @param name what the others call this process
     * @throws StoreInUseException when another process has it
     */
    static WriterLease take(Database database, String name) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Holder holder = holder(database);
            if (holder.number() > 0 && lives(database, holder)) {
                throw inUse(database, holder.name());
            }
            WriterLease lease = new WriterLease(database, holder.number() + 1);
            if (lease.make(name)) {
                lease.renew();
                lease.removeOthers();
                lease.heart.start();
                return lease;
            }
        }
        throw inUse(database, "Another process");
    }

    private static Holder holder(Database database) {
        List<Holder> all = database.rows(
                TAKING,
                "toInt64OrZero(substring(name, " + (TABLE.length() + 1) + ")) AS number, comment FROM system.tables"
                        + " WHERE database = currentDatabase() AND startsWith(name, '" + TABLE
                        + "') ORDER BY number DESC LIMIT 1",
                row -> new Holder(row.int64(), row.text()));
        return all.isEmpty() ? new Holder(0, "") : all.getFirst();
    }

    /** Watches for a beat. */
    private static boolean lives(Database database, Holder holder) {
        String last = "if(max(ended) = 1, -1, max(beat))";
        String from = "FROM " + TABLE + holder.number();
        try {
            long first = database.number(TAKING, last, from);
            long deadlineNs = System.nanoTime() + LEASE.toNanos();
            long beat = first;
            while (beat == first && beat >= 0 && System.nanoTime() - deadlineNs < 0) {
                LockSupport.parkNanos(BEAT.toNanos() / 8);
                beat = database.number(TAKING, last, from);
            }
            return beat >= 0 && beat != first;
        } catch (StoreException failed) {
            if (Troubles.is(Troubles.UNKNOWN_TABLE, failed)) {
                // Its successor has removed it, and is asked for next.
                return false;
            }
            throw failed;
        }
    }

    private boolean make(String name) {
        try {
            database.execute(
                    TAKING,
                    "CREATE TABLE " + TABLE + number + " (beat Int64, ended UInt8) ENGINE = ReplacingMergeTree ORDER BY"
                            + " tuple() COMMENT " + Tables.quoted(name));
            return true;
        } catch (StoreException failed) {
            if (Troubles.is(Troubles.TABLE_ALREADY_EXISTS, failed)) {
                return false;
            }
            throw failed;
        }
    }

    private void removeOthers() {
        for (String table : database.rows(
                TAKING,
                "name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '" + TABLE
                        + "') AND toInt64OrZero(substring(name, " + (TABLE.length() + 1) + ")) < " + number,
                RowReader::text)) {
            database.execute(TAKING, "DROP TABLE IF EXISTS " + table);
        }
    }

    /** Higher than that of any writer before. */
    long number() {
        return number;
    }

    /** Whether another process has or had the store since. */
    synchronized boolean isLost() {
        return lost;
    }

    /** @throws StoreInUseException when another process has the store by now */
    synchronized void confirm() {
        if (lost || System.nanoTime() - beatNs > FRESH_NS) {
            renew();
        }
    }

    private synchronized void renew() {
        if (!lost) {
            long beganNs = System.nanoTime();
            try {
                write(0);
                lost = holder(database).number() != number;
            } catch (StoreException failed) {
                lost = Troubles.is(Troubles.UNKNOWN_TABLE, failed);
                if (!lost) {
                    throw failed;
                }
            }
            beatNs = beganNs;
        }
        if (lost) {
            throw inUse(database, holder(database).name());
        }
    }

    private void write(int ended) {
        database.execute(
                "Saying who writes to the store",
                "INSERT INTO " + TABLE + number + " SETTINGS async_insert = 0 VALUES (" + ++beats + ", " + ended + ")");
    }

    private void beat() {
        while (!closed) {
            LockSupport.parkNanos(BEAT.toNanos());
            if (!closed) {
                try {
                    renew();
                } catch (StoreException ignored) {
                    // Who stores next asks again, and is told.
                }
            }
        }
    }

    private static StoreInUseException inUse(Database database, String who) {
        return new StoreInUseException("'" + who + "' has the store " + database.address()
                + " open to write, and one process at a time can. End it, or name another database (setting"
                + " storage.url).");
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(heart);
        synchronized (this) {
            if (!lost) {
                try {
                    write(1);
                } catch (StoreException away) {
                    // The next one waits until no beat comes.
                }
            }
        }
    }
}
