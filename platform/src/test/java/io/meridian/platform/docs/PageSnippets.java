package io.meridian.platform.docs;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.grant.GrantTable;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.Selection;
import io.meridian.sdk.Past;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import io.meridian.sdk.indicator.SessionVwap;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** What pages show that is less than a program, and in no module's sources. That it compiles is its test. */
final class PageSnippets {
    private PageSnippets() {}

    static void bus(GrantTable grants, DirectBuffer buffer, int length, boolean running, IdleStrategy idle) {
        Bus bus = Bus.open(new BusContext().grants(grants, "momentum-1", "SIGNAL"));
        Publisher publisher = bus.publisher(PublisherSpec.fast("platform.signal.insight.momentum.AAPL"));
        long result = publisher.offer(buffer, 0, length); // the message's sequence, or why not

        Subscription quotes = bus.subscribe(SubscriptionSpec.fast("platform.data.quote.*.AAPL"), message -> {
            // message.buffer(), message.offset(), message.length(): valid only here
            return Verdict.ACCEPT;
        });
        while (running) {
            idle.idle(quotes.poll(64)); // your thread, your pace
        }
    }

    static void files() throws Exception {
        try (MarketCursor cursor =
                MarketFiles.open("data", Selection.all().of(Set.of("AAPL")), FileOptions.defaults())) {
            while (cursor.next()) {
                MarketRow row = cursor.row();
                if (row.kind() == DataKind.BAR) {
                    System.out.println(row.timeNs() + " " + row.symbol() + " " + row.value(Field.CLOSE));
                }
            }
        }
    }

    abstract static class Begins extends Strategy {
        private final Set<String> begun = new HashSet<>();

        @Override
        public void onBar(Bar bar) {
            if (begun.add(bar.symbol())) {
                warmUp(bar.message().topic(), Past.last(200));
                return; // it comes again, after the past
            }
            target(bar.symbol(), 0);
        }
    }

    static final class MyStrategy extends Strategy {}

    static void past() {
        Sim.of(MyStrategy.class, Map.of(), past -> past.bars("AAPL", Duration.ofMinutes(1), 100, 101, 102));
    }

    abstract static class LooksUp extends Strategy {
        private final SessionVwap vwap = new SessionVwap();

        void lookUp(long fromNs, long toNs, long timeNs) {
            history("platform.data.trade.XNAS.AAPL", Past.between(fromNs, toNs), page -> {
                if (page.isOk()) {
                    page.forEach(Trade.class, trade -> vwap.update(trade.price(), trade.size()));
                }
            });
            history(
                    "platform.data.quote.XNAS.AAPL",
                    Past.asOf(timeNs),
                    page -> page.forEach(Quote.class, this::onQuote));
        }
    }
}
