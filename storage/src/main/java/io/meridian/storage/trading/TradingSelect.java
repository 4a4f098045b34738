package io.meridian.storage.trading;

import java.util.List;

/**
 * A question about what is kept of trading.
 *
 * @param sql with a {@code ?} for each value
 * @param values each a {@code String} or a {@code Long}
 */
public record TradingSelect(String sql, List<Object> values) {
    public TradingSelect {
        values = List.copyOf(values);
    }
}
