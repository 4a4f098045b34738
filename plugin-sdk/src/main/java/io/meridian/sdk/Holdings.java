package io.meridian.sdk;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Position;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What portfolios hold as traded, exact. A fill counts at once, so that it is never held and still open in its order; what the
 * kernel says of a position stands in its place. A book, which comes later, is asked only of what nothing else was heard.
 */
final class Holdings {
    private static final String KERNEL = "platform.oms.event.";

    private final Map<String, Map<Listing, BigDecimal>> byPortfolio = new LinkedHashMap<>();

    BigDecimal held(String portfolio, Listing listing) {
        return of(portfolio).getOrDefault(listing, BigDecimal.ZERO);
    }

    Map<Listing, BigDecimal> of(String portfolio) {
        return byPortfolio.getOrDefault(portfolio, Map.of());
    }

    void add(Fill fill, BigDecimal change) {
        portfolio(fill.portfolio()).merge(new Listing(fill.venue(), fill.symbol()), change, BigDecimal::add);
    }

    void heard(Position position) {
        if (position.view() != BookView.TRADE_DATE) {
            return;
        }
        BigDecimal quantity = Decimal.read(position.decoder().quantity()).toBigDecimal();
        Map<Listing, BigDecimal> portfolio = portfolio(position.portfolio());
        Listing listing = new Listing(position.venue(), position.symbol());
        if (position.message().topic().startsWith(KERNEL)) {
            portfolio.put(listing, quantity);
        } else {
            portfolio.putIfAbsent(listing, quantity);
        }
    }

    private Map<Listing, BigDecimal> portfolio(String name) {
        return byPortfolio.computeIfAbsent(name, any -> new LinkedHashMap<>());
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(byPortfolio.size());
        for (Map.Entry<String, Map<Listing, BigDecimal>> portfolio : byPortfolio.entrySet()) {
            out.writeUTF(portfolio.getKey());
            out.writeInt(portfolio.getValue().size());
            for (Map.Entry<Listing, BigDecimal> held : portfolio.getValue().entrySet()) {
                out.writeUTF(held.getKey().venue());
                out.writeUTF(held.getKey().symbol());
                out.writeUTF(held.getValue().toPlainString());
            }
        }
    }

    void load(DataInput in) throws IOException {
        byPortfolio.clear();
        for (int portfolios = in.readInt(); portfolios > 0; portfolios--) {
            Map<Listing, BigDecimal> portfolio = portfolio(in.readUTF());
            for (int left = in.readInt(); left > 0; left--) {
                portfolio.put(new Listing(in.readUTF(), in.readUTF()), new BigDecimal(in.readUTF()));
            }
        }
    }
}
