package io.meridian.manager.db;

import java.sql.SQLException;

/** The database does not do what it should; whoever asked for something can only try again later. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(String text, SQLException cause) {
        super(text, cause);
    }
}
