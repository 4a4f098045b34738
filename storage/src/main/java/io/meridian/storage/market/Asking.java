package io.meridian.storage.market;

import java.sql.SQLException;
import java.util.List;

/** Takes questions to a database. */
public interface Asking {
    /**
     * @param sql with a {@code ?} for each value
     * @param values each a {@code String} or a {@code Long}
     */
    Asked prepare(String sql, List<Object> values) throws SQLException;
}
