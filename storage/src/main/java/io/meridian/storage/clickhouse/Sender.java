package io.meridian.storage.clickhouse;

import io.meridian.storage.StoreAwayException;
import io.meridian.storage.StoreException;
import java.util.List;

/**
 * Stores batches, each of them whole or not at all, though the server knows no transactions and may not answer.
 *
 * <p>Each row has the number of its batch and how many rows the batch has: so it is known at any time, and by any process, what is there of a batch. When
 * it is not known what came of one, the same bytes are sent again under the same token. The server drops what it has already, even when what was sent
 * first arrives later. A server that fell between two partitions may have a part, and versions of it differ in what they take for the same then: so the
 * rows are counted, and what is not whole is removed and sent under another token.
 */
final class Sender {
    private final Database database;
    private final List<String> tables;
    /** What may be stored or not; null: nothing. */
    private Attempt doubt;

    /**
     * A batch on its way.
     *
     * @param what what it is, for people
     * @param key what it was made of: equal when the same is given again
     * @param blocks they stay as they are until it is settled
     * @param count how often it was begun
     */
    private record Attempt(String what, Object key, long number, List<Block> blocks, int count) {
        private int rows() {
            return blocks.stream().mapToInt(block -> block.bytes().rows()).sum();
        }
    }

    /** @param tables where its batches go */
    Sender(Database database, List<String> tables) {
        this.database = database;
        this.tables = List.copyOf(tables);
    }

    /** Whether it is not known what came of this. */
    boolean doubts(Object key) {
        return doubt != null && doubt.key().equals(key);
    }

    /** The number of what there is a doubt about; 0: there is none. */
    long doubted() {
        return doubt == null ? 0 : doubt.number();
    }

    /** Stores what there is a doubt about. */
    void sendAgain() {
        transmit();
        if (stored(doubt.number()) != doubt.rows()) {
            remove(doubt.number());
            doubt = new Attempt(doubt.what(), doubt.key(), doubt.number(), doubt.blocks(), doubt.count() + 1);
            transmit();
        }
        doubt = null;
    }

    /** Nobody asks for what there is a doubt about any more: it is there as a whole or not at all. */
    void settle() {
        if (doubt != null) {
            long stored = stored(doubt.number());
            if (stored != 0 && stored != doubt.rows()) {
                remove(doubt.number());
            }
            doubt = null;
        }
    }

    /** Stores a batch, when there is no doubt about another. @param number that no other batch has or had */
    void send(String what, Object key, long number, List<Block> blocks) {
        doubt = new Attempt(what, key, number, blocks, 1);
        transmit();
        doubt = null;
    }

    private void transmit() {
        try {
            for (Block block : doubt.blocks()) {
                database.insert(doubt.what(), block, doubt.number() + "-" + doubt.count());
            }
        } catch (StoreAwayException unknown) {
            throw unknown;
        } catch (StoreException refused) {
            // Of several blocks some may be there. If this fails, the doubt stays.
            remove(doubt.number());
            doubt = null;
            throw refused;
        }
    }

    private long stored(long number) {
        long rows = 0;
        for (String table : tables) {
            rows += database.number(
                    "Looking for what was stored", "count()", "FROM " + table + " WHERE batch = " + number);
        }
        return rows;
    }

    private void remove(long number) {
        for (String table : tables) {
            database.execute(
                    "Removing a part of what was to be stored", "DELETE FROM " + table + " WHERE batch = " + number);
        }
    }

    /** The number of the last batch. Looks at a column of all rows. */
    long last() {
        long last = 0;
        for (String table : tables) {
            last = Math.max(last, database.number("Looking for the last batch", "max(batch)", "FROM " + table));
        }
        return last;
    }

    /** Removes what is there of a batch whose writer ended in the middle of it. */
    void finish(long number) {
        long rows = stored(number);
        for (String table : tables) {
            if (rows > 0
                    && database.number(
                                    "Looking for the last batch",
                                    "max(if(batch = " + number + ", batch_rows, 0))",
                                    "FROM " + table)
                            > rows) {
                remove(number);
                return;
            }
        }
    }
}
