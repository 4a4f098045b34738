package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import java.time.Duration;

/** Removes what is old of one kind: whole partitions where all of one is, which gives their room to the disk at once, and else row by row. */
final class Removal {
    private static final String WHAT = "Removing what is old";
    static final Duration LONGEST = Duration.ofMinutes(10);

    private Removal() {}

    /** A partition with something to remove. */
    private record Old(String partition, long rows, boolean whole) {}

    /** How many there are. */
    static long count(Database database, DataKind kind, long timeNs) {
        return database.number(WHAT, "count()", "FROM " + Tables.name(kind) + " WHERE time < " + timeNs);
    }

    static void before(Database database, DataKind kind, long timeNs) {
        String table = Tables.name(kind);
        String old = "time < " + timeNs;
        for (Old each : database.rows(
                WHAT,
                "_partition_id, toInt64(countIf(" + old + ")) AS old, old = count() FROM " + table
                        + " WHERE _partition_id IN (SELECT DISTINCT _partition_id FROM " + table + " WHERE " + old
                        + ") GROUP BY _partition_id",
                row -> new Old(row.text(), row.int64(), row.isTrue()))) {
            String partition = " PARTITION ID " + Tables.quoted(each.partition());
            database.execute(
                    WHAT,
                    each.whole()
                            ? "ALTER TABLE " + table + " DROP" + partition
                            : "DELETE FROM " + table + " IN" + partition + " WHERE " + old,
                    LONGEST);
        }
    }
}
