package io.meridian.plugins.bor;

import io.meridian.sdk.Listing;
import io.meridian.sdk.event.BookWriter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one portfolio has: holdings by venue and symbol, and cash by currency. */
final class Portfolio {
    final String name;
    private final Map<Listing, Holding> holdings = new LinkedHashMap<>();
    private final Map<String, BigDecimal> cash = new LinkedHashMap<>();
    /** What changed since it was last told. */
    private final Set<Holding> untold = new LinkedHashSet<>();

    /** Currencies in which something was traded whose cash the kernel has not told yet: until then nobody knows what it is worth. */
    private final Set<String> unpaid = new LinkedHashSet<>();

    /** By currency, what the kernel told while nothing could be said. */
    final Map<String, Cash> untoldCash = new LinkedHashMap<>();

    private boolean valueChanged;

    /** What there is of a currency. */
    record Cash(double balance, double reserved) {}

    Portfolio(String name) {
        this.name = name;
    }

    Holding holding(String venue, String symbol, String currency) {
        return holdings.computeIfAbsent(new Listing(venue, symbol), any -> new Holding(venue, symbol, currency));
    }

    /** Null when it never held any. */
    Holding find(String venue, String symbol) {
        return holdings.get(new Listing(venue, symbol));
    }

    Collection<Holding> holdings() {
        return holdings.values();
    }

    /** @return whether it was waited for since a trade */
    boolean cash(String currency, BigDecimal balance) {
        cash.put(currency, balance);
        valueChanged = true;
        return unpaid.remove(currency);
    }

    void traded(Holding holding) {
        changed(holding);
        unpaid.add(holding.currency);
    }

    void changed(Holding holding) {
        untold.add(holding);
        valueChanged = true;
    }

    /** The holdings that changed since the last call. */
    List<Holding> takeChanged() {
        List<Holding> changed = List.copyOf(untold);
        untold.clear();
        return changed;
    }

    /** What it is worth in each currency; none when nothing has changed since the last call, or what was traded is not paid yet. */
    List<BookWriter.ValueOf> takeValues() {
        if (!valueChanged || !unpaid.isEmpty()) {
            return List.of();
        }
        valueChanged = false;
        Set<String> currencies = new LinkedHashSet<>(cash.keySet());
        holdings.values().forEach(holding -> currencies.add(holding.currency));
        List<BookWriter.ValueOf> values = new ArrayList<>();
        for (String currency : currencies) {
            BigDecimal net = BigDecimal.ZERO;
            BigDecimal gross = BigDecimal.ZERO;
            for (Holding holding : holdings.values()) {
                if (holding.currency.equals(currency)) {
                    BigDecimal value = holding.value();
                    net = net.add(value);
                    gross = gross.add(value.abs());
                }
            }
            BigDecimal balance = cash.getOrDefault(currency, BigDecimal.ZERO);
            values.add(new BookWriter.ValueOf(name, currency, balance.add(net), balance, gross, net));
        }
        return values;
    }

    void save(DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeInt(holdings.size());
        for (Holding holding : holdings.values()) {
            holding.save(out);
        }
        out.writeInt(cash.size());
        for (Map.Entry<String, BigDecimal> entry : cash.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue().toString());
        }
    }

    static Portfolio load(DataInput in) throws IOException {
        Portfolio portfolio = new Portfolio(in.readUTF());
        for (int left = in.readInt(); left > 0; left--) {
            Holding holding = Holding.load(in);
            portfolio.holdings.put(new Listing(holding.venue, holding.symbol), holding);
            portfolio.changed(holding);
        }
        for (int left = in.readInt(); left > 0; left--) {
            portfolio.cash.put(in.readUTF(), new BigDecimal(in.readUTF()));
        }
        return portfolio;
    }
}
