package io.meridian.storage.market;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** By a connection. */
public record JdbcAsking(Connection connection) implements Asking {
    private static final int ROWS_AT_ONCE = 2_000;

    @Override
    public Asked prepare(String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return new Statement(statement);
        } catch (SQLException wrong) {
            statement.close();
            throw wrong;
        }
    }

    private static final class Statement implements Asked {
        private final PreparedStatement statement;
        private ResultSet rows;

        Statement(PreparedStatement statement) {
            this.statement = statement;
        }

        @Override
        public boolean next() throws SQLException {
            if (rows == null) {
                rows = statement.executeQuery();
            }
            return rows.next();
        }

        @Override
        public boolean isNull(int column) throws SQLException {
            return rows.getObject(column) == null;
        }

        @Override
        public long number(int column) throws SQLException {
            return rows.getLong(column);
        }

        @Override
        public String text(int column) throws SQLException {
            return rows.getString(column);
        }

        @Override
        public BigDecimal whole(int column) throws SQLException {
            Object whole = rows.getObject(column);
            return whole == null ? null : new BigDecimal(whole.toString());
        }

        @Override
        public void cancel() throws SQLException {
            statement.cancel();
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
