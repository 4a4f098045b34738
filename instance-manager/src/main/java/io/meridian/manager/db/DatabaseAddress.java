package io.meridian.manager.db;

import java.nio.file.Path;

/**
 * Where the database is.
 *
 * @param jdbcUrl for the driver
 * @param user empty for a file
 * @param password empty for a file
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    private static final String SQLITE = "jdbc:sqlite:";

    /** A file of SQLite. */
    public static DatabaseAddress file(Path file) {
        return new DatabaseAddress(SQLITE + file.toAbsolutePath(), "", "");
    }

    /**
     * A database of a PostgreSQL server.
     *
     * @param url such as {@code postgresql://host:5432/database}
     */
    public static DatabaseAddress postgresql(String url, String user, String password) {
        return new DatabaseAddress("jdbc:" + url, user, password);
    }

    /** Whether it is a file. */
    public boolean isFile() {
        return jdbcUrl.startsWith(SQLITE);
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceAll("\\?.*", "");
    }
}
