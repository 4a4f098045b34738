package io.meridian.backtest.result;

import io.meridian.plugin.contract.value.Decimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was run: enough to run it again.
 *
 * @param strategyVersion empty when it has none
 * @param settings        by name, in order of name
 * @param data            what prices came from, in words
 * @param command         what a person types to run it again; empty when it was not started by a command
 * @param currency        of all amounts of the result
 */
public record RunFacts(
        String strategyId,
        String strategyClass,
        String strategyVersion,
        Map<String, String> settings,
        String data,
        long seed,
        String command,
        String currency,
        Decimal openingCash) {
    public RunFacts {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
}
