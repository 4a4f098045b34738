package io.meridian.storage.market;

import java.math.BigDecimal;
import java.sql.SQLException;

/** A question to a database and the rows of its answer, which come one by one. It is asked with the first {@link #next}. Columns are counted from 1. */
public interface Asked extends AutoCloseable {
    /** Goes to the next row. @return false: there is none */
    boolean next() throws SQLException;

    boolean isNull(int column) throws SQLException;

    /** A whole number; 0 when there is none. */
    long number(int column) throws SQLException;

    String text(int column) throws SQLException;

    /** A whole number of any length; null when there is none. */
    BigDecimal whole(int column) throws SQLException;

    /** For any thread: it fails soon, if it runs. */
    void cancel() throws SQLException;

    @Override
    void close() throws SQLException;
}
