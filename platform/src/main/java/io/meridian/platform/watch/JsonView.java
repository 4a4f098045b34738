package io.meridian.platform.watch;

import io.meridian.platform.cli.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object a second, one a line, for scripts. Times are in nanoseconds. */
final class JsonView implements View {
    private final PrintStream out;

    JsonView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(Snapshot snapshot) {
        out.println(json(snapshot));
    }

    static String json(Snapshot snapshot) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("second", snapshot.second());
        fields.put("engine", snapshot.engine());
        fields.put("deployment", snapshot.deployment());
        fields.put("pattern", snapshot.pattern());
        fields.put("connected", snapshot.connected());
        fields.put("problem", snapshot.problem());
        traffic(fields, snapshot.main());
        fields.put("topics", snapshot.topics());
        if (snapshot.durable() != null) {
            Map<String, Object> durable = new LinkedHashMap<>();
            traffic(durable, snapshot.durable());
            fields.put("durable", durable);
        }
        Map<String, Object> prices = new LinkedHashMap<>();
        for (Snapshot.Price price : snapshot.prices()) {
            Map<String, Object> quote = new LinkedHashMap<>();
            quote.put("bid", price.bid());
            quote.put("ask", price.ask());
            prices.put(price.instrument(), quote);
        }
        fields.put("prices", prices);
        Map<String, Object> targets = new LinkedHashMap<>();
        snapshot.targets().forEach(target -> targets.put(target.holding(), target.quantity()));
        fields.put("targets", targets);
        if (snapshot.trading() != null) {
            fields.put("trading", trading(snapshot.trading()));
        }
        if (snapshot.stored() != null) {
            Map<String, Object> stored = new LinkedHashMap<>();
            stored.put("rows", snapshot.stored().rows());
            stored.put("bytes", snapshot.stored().bytes());
            fields.put("stored", stored);
        }
        fields.put("plugins", snapshot.plugins().stream().map(JsonView::plugin).toList());
        return Json.of(fields);
    }

    private static Map<String, Object> trading(Snapshot.Trading trading) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("orders", trading.orders());
        fields.put("refused", trading.refused());
        fields.put("fills", trading.fills());
        Map<String, Object> books = new LinkedHashMap<>();
        for (Snapshot.Book book : trading.books()) {
            Map<String, Object> worth = new LinkedHashMap<>();
            worth.put("currency", book.currency());
            worth.put("value", book.value());
            worth.put("cash", book.cash());
            worth.put("exposure", book.exposure());
            books.put(book.portfolio(), worth);
        }
        fields.put("books", books);
        Map<String, Object> holdings = new LinkedHashMap<>();
        for (Snapshot.Holding holding : trading.holdings()) {
            Map<String, Object> held = new LinkedHashMap<>();
            held.put("quantity", holding.quantity());
            held.put("averagePrice", Double.isNaN(holding.averagePrice()) ? null : holding.averagePrice());
            held.put("price", Double.isNaN(holding.price()) ? null : holding.price());
            held.put("gain", holding.gain());
            holdings.put(holding.portfolio() + " " + holding.symbol(), held);
        }
        fields.put("holdings", holdings);
        return fields;
    }

    private static Map<String, Object> plugin(Snapshot.Plugin plugin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("instance", plugin.instance());
        fields.put("state", plugin.state());
        fields.put("publishedRate", plugin.publishedRate());
        fields.put("deliveredRate", plugin.deliveredRate());
        fields.put("denied", plugin.denied());
        fields.put("heartbeatMs", plugin.heartbeatMs());
        return fields;
    }

    private static void traffic(Map<String, Object> fields, Snapshot.Traffic traffic) {
        fields.put("rate", traffic.rate());
        fields.put("bytesPerSecond", traffic.byteRate());
        fields.put("received", traffic.received());
        fields.put("lost", traffic.lost());
        fields.put("duplicates", traffic.duplicates());
        Map<String, Object> latency = new LinkedHashMap<>();
        latency.put("p50", traffic.latency().p50());
        latency.put("p99", traffic.latency().p99());
        latency.put("p999", traffic.latency().p999());
        latency.put("max", traffic.latency().max());
        fields.put("latencyNs", latency);
    }
}
