package io.meridian.storage;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.market.MarketReads;
import io.meridian.storage.trading.TradingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Quotes, trades, bars and instruments in a database, and what was traded. An engine passes {@code MarketStoreConformance}.
 *
 * <p>One thread writes, another one may read at the same time; neither waits for the other for long. What is written is there for readers, and
 * stays when the process is killed, as soon as the call is back. A failure throws a {@link StoreException} whose text tells a
 * person what to do.
 */
public interface MarketStore extends AutoCloseable {
    /** What keeps the data, and what it cannot do, in words for a person. For any thread. */
    String description();

    // For the thread that writes.

    /**
     * Adds all rows of a batch, or none when it throws.
     *
     * @throws StoreAwayException when it may have added them and cannot know. The next append settles it: the same batch, unchanged, is then stored
     *     once
     */
    void append(RowBatch batch);

    /** Keeps what instruments are; what was known of the same venue and symbol is replaced. All of them, or none when it throws. */
    void define(Collection<InstrumentDefinition> instruments);

    /**
     * Removes what is older of a kind, and gives its room to what comes. What was {@linkplain RowBatch#IMPORTED imported} stays.
     *
     * @return how many rows
     */
    long removeBefore(DataKind kind, long timeNs);

    /** Removes rows that were {@linkplain RowBatch#IMPORTED imported}. @return how many */
    long removeImported(DataKind kind, Selection selection);

    /** What there is in all of market data, without looking at each row. */
    StoredTotal total();

    /** What there is of one kind. */
    StoredTotal total(DataKind kind);

    /** The number of the row of a kind that came last; 0: none ever did. Every row has a number, and those that come have higher ones. */
    long came(DataKind kind);

    /**
     * Does a piece of what makes bars of many trades fast, where that is not so anyway: sums up an hour of trades in which nothing has changed for a while.
     * Answers are the same before and after it.
     *
     * @return whether there may be more to do
     */
    default boolean rollUp(Duration quiet) {
        return false;
    }

    // For the thread that reads.

    /** What there is, by kind, venue, symbol and whether it was imported, in this order. */
    List<StoredSeries> contents();

    List<InstrumentDefinition> instruments();

    /** How many rows {@link #removeImported} would remove. */
    long countImported(DataKind kind, Selection selection);

    /**
     * How far each publisher's messages are stored, going by at least the last 100,000 rows of each kind. A bus may hand a message to who listens
     * anew that who listened before has stored: by this it is known.
     */
    List<StoredMark> marks();

    /**
     * Writes rows to a Parquet file as it is told in the reference of files of market data, digit for digit: by time, those of the same time as they
     * came. Without such rows no file is made.
     *
     * @param kind the one kind of the file, whatever kinds are selected
     * @return how many rows
     */
    long export(DataKind kind, Selection selection, Path file);

    /** Answers questions about its market data. */
    MarketReads market();

    /** What it keeps of trading. */
    TradingRecords trading();

    /** Ends both threads' work with it. */
    @Override
    void close();
}
