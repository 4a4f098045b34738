package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.MarketStore;
import io.meridian.storage.market.MarketReads;
import io.meridian.storage.market.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page of what a store says of market data.
 *
 * @param periodNs how long bars are to be; for other questions 0
 * @param after the line that was had last; empty: none yet
 */
record MarketOrder(Question question, Selection selection, long periodNs, List<String> after) {
    /** Some 250 bytes each, within the least that any bus carries. */
    static final int PAGE = 200;

    /** The longest that a page may take. */
    private static final Duration TIME = Duration.ofSeconds(60);

    private static final int HEAD = 5;

    /** What is asked. */
    enum Question {
        QUOTES,
        TRADES,
        LAST_QUOTES,
        LAST_TRADES,
        BARS,
        MOVERS
    }

    static MarketOrder of(Question question, Selection selection, long periodNs) {
        return new MarketOrder(question, selection, periodNs, List.of());
    }

    MarketOrder after(List<String> line) {
        return new MarketOrder(question, selection, periodNs, line);
    }

    /** The lines of {@link MarketLines}. */
    List<List<String>> read(MarketStore store) {
        MarketReads market = store.market();
        Page page = new Page(PAGE, TIME);
        return switch (question) {
            case QUOTES -> rows(market, DataKind.QUOTE, page);
            case TRADES -> rows(market, DataKind.TRADE, page);
            case LAST_QUOTES -> last(market, DataKind.QUOTE, page);
            case LAST_TRADES -> last(market, DataKind.TRADE, page);
            case BARS ->
                market.bars(selection, periodNs, after.isEmpty() ? null : MarketLines.bar(after), page).stream()
                        .map(MarketLines::line)
                        .toList();
            case MOVERS ->
                market.movers(selection, after.isEmpty() ? null : MarketLines.mover(after), page).stream()
                        .map(mover -> MarketLines.line(mover.whole()))
                        .toList();
        };
    }

    private List<List<String>> rows(MarketReads market, DataKind kind, Page page) {
        return market.rows(kind, selection, after.isEmpty() ? null : MarketLines.row(after), page).stream()
                .map(MarketLines::line)
                .toList();
    }

    private List<List<String>> last(MarketReads market, DataKind kind, Page page) {
        return market.last(kind, selection, after.isEmpty() ? null : MarketLines.row(after), page).stream()
                .map(MarketLines::line)
                .toList();
    }

    List<String> encode() {
        List<String> fields = new ArrayList<>(List.of(
                question.name(),
                Long.toString(selection.fromNs()),
                Long.toString(selection.toNs()),
                String.join(",", new TreeSet<>(selection.symbols())),
                Long.toString(periodNs)));
        fields.addAll(after);
        return fields;
    }

    /** @throws IllegalArgumentException when it is none */
    static MarketOrder decode(List<String> fields) {
        if (fields.size() < HEAD) {
            throw new IllegalArgumentException(
                    "fields=" + fields.size() + " of a question of market data, expected at least " + HEAD);
        }
        Set<String> symbols = fields.get(3).isEmpty()
                ? Set.of()
                : Set.copyOf(Arrays.asList(fields.get(3).split(",")));
        Selection selection = Selection.all()
                .between(Long.parseLong(fields.get(1)), Long.parseLong(fields.get(2)))
                .of(symbols);
        return new MarketOrder(
                Question.valueOf(fields.get(0)),
                selection,
                Long.parseLong(fields.get(4)),
                List.copyOf(fields.subList(HEAD, fields.size())));
    }
}
