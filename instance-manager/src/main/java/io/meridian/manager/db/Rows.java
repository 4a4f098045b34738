package io.meridian.manager.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks and changes rows, within one {@link Database#read} or {@link Database#write}. */
public final class Rows {
    private final Connection connection;
    private final List<Runnable> afterwards = new ArrayList<>();

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Rows(Connection connection) {
        this.connection = connection;
    }

    /** All rows that a question finds. */
    public <T> List<T> all(Reader<T> reader, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (result.next()) {
                found.add(reader.read(result));
            }
            return found;
        }
    }

    /** The first row that a question finds. */
    public <T> Optional<T> first(Reader<T> reader, String sql, Object... values) throws SQLException {
        return all(reader, sql, values).stream().findFirst();
    }

    /** Changes rows. @return how many */
    public int change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Does this when all has been written, and not at all when it is undone. */
    public void afterwards(Runnable action) {
        afterwards.add(action);
    }

    void committed() {
        afterwards.forEach(Runnable::run);
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            switch (value) {
                case Enum<?> constant -> statement.setString(i + 1, constant.name());
                case null -> statement.setObject(i + 1, null);
                default -> statement.setObject(i + 1, value);
            }
        }
        return statement;
    }
}
