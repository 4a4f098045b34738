package io.meridian.conformance;

import static io.meridian.conformance.Trading.same;
import static io.meridian.conformance.Trading.segment;
import static io.meridian.conformance.Trading.value;

import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.InsightDecoder;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TradeDecoder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What data gateways, signal models and books must do beside what all plugins do. */
final class RoleChecks {
    private static final long SLACK_NS = 1_000_000_000L;

    private RoleChecks() {}

    static List<Check> all() {
        return List.of(
                data("D01", "It brings data in by itself", (trial, message) -> {}),
                data("D02", "It says when what it tells of happened, and not later than now", (trial, message) -> {
                    long time = message.head().getTsEvent();
                    trial.require(
                            time != 0 && time < PlayedPlatform.nowNs() + SLACK_NS,
                            "a message on " + message.head().getTopic() + " has ts_event=" + time);
                }),
                data("D03", "Its quotes do not cross", (trial, message) -> {
                    if (message.head().getSchemaId() == QuoteDecoder.TEMPLATE_ID) {
                        QuoteDecoder quote = quote(trial, message);
                        BigDecimal bid = value(quote.bidPrice());
                        BigDecimal ask = value(quote.askPrice());
                        trial.require(
                                bid == null || ask == null || bid.compareTo(ask) <= 0, "bid=" + bid + " ask=" + ask);
                    }
                }),
                data("D04", "Its data are of the venue and symbol that their topic names", (trial, message) -> {
                    String topic = message.head().getTopic();
                    String told = instrument(trial, message);
                    trial.require(
                            told == null || told.equals(segment(topic, 3) + " " + segment(topic, 4)),
                            "data of " + told + " are on " + topic);
                }),
                check("D05", Group.DATA_GATEWAY, "Its times do not go back on a topic", trial -> {
                    Map<String, Long> last = new HashMap<>();
                    for (Seen.Published message : brought(trial)) {
                        long time = message.head().getTsEvent();
                        Long before = last.put(message.head().getTopic(), time);
                        trial.require(
                                before == null || before <= time,
                                message.head().getTopic() + " goes back from " + before + " to " + time);
                    }
                }),
                insight("S01", "It has insights when prices move", (trial, topic, insight) -> {}),
                insight("S02", "Its confidence is from 0 to 1, where it gives one", (trial, topic, insight) -> {
                    BigDecimal confidence = value(insight.confidence());
                    trial.require(
                            confidence == null
                                    || (confidence.signum() >= 0 && confidence.compareTo(BigDecimal.ONE) <= 0),
                            "confidence=" + confidence);
                }),
                insight(
                        "S03",
                        "Its insights end after they began",
                        (trial, topic, insight) -> trial.require(
                                insight.generatedAt() > 0
                                        && (insight.closeAt() == 0 || insight.closeAt() >= insight.generatedAt()),
                                "generated_at=" + insight.generatedAt() + " close_at=" + insight.closeAt())),
                insight(
                        "S04",
                        "Its insights are of the model and symbol that their topic names",
                        (trial, topic, insight) -> trial.require(
                                insight.sourceModel().equals(segment(topic, 3))
                                        && insight.symbol().equals(segment(topic, 4)),
                                "an insight of " + insight.sourceModel() + " on " + insight.symbol() + " is on "
                                        + topic)),
                check("B01", Group.BOOK, "It says what is held after a fill", trial -> {
                    fill(trial, "t-1", Side.BUY, 100);
                    awaitPosition(trial, 100);
                }),
                check("B02", Group.BOOK, "It counts a fill once that comes twice", trial -> {
                    fill(trial, "t-1", Side.BUY, 100);
                    awaitPosition(trial, 100);
                    send(trial, "t-1", Side.BUY, 100);
                    send(trial, "t-2", Side.BUY, 50);
                    awaitPosition(trial, 150);
                }),
                check(
                        "B03",
                        Group.BOOK,
                        "It holds less after a sale, and less than nothing after a larger one",
                        trial -> {
                            fill(trial, "t-1", Side.BUY, 100);
                            send(trial, "t-2", Side.SELL, 40);
                            awaitPosition(trial, 60);
                            send(trial, "t-3", Side.SELL, 100);
                            awaitPosition(trial, -40);
                        }),
                check("B04", Group.BOOK, "It takes two fills for two that differ in their trade id alone", trial -> {
                    fill(trial, "t-1", Side.BUY, 100);
                    send(trial, "t-2", Side.BUY, 100);
                    awaitPosition(trial, 200);
                }));
    }

    private static Check check(String id, Group group, String title, Check.Body body) {
        return new Check(id, group, title, body);
    }

    private interface LookAtData {
        void at(Trial trial, Seen.Published message);
    }

    private static Check data(String id, String title, LookAtData look) {
        return check(id, Group.DATA_GATEWAY, title, trial -> {
            for (Seen.Published message : brought(trial)) {
                look.at(trial, message);
            }
        });
    }

    private static List<Seen.Published> brought(Trial trial) {
        trial.started();
        trial.await(
                2 * Trial.SOON_MS,
                () -> data(trial).size() >= 10,
                () -> "it published " + data(trial).size() + " messages under platform.data, not 10");
        return data(trial);
    }

    private static List<Seen.Published> data(Trial trial) {
        return trial.platform().published().stream()
                .filter(each -> each.head().getTopic().startsWith("platform.data."))
                .toList();
    }

    private static QuoteDecoder quote(Trial trial, Seen.Published message) {
        return Trading.read(
                trial,
                message,
                (payload, at, length, version) -> new QuoteDecoder().wrap(payload, at, length, version));
    }

    /** Venue and symbol that a message of data tells of; null when it is of another kind. */
    private static String instrument(Trial trial, Seen.Published message) {
        return Trading.read(trial, message, (payload, at, length, version) -> switch (message.head()
                .getSchemaId()) {
            case QuoteDecoder.TEMPLATE_ID -> {
                QuoteDecoder quote = new QuoteDecoder().wrap(payload, at, length, version);
                yield quote.venue() + " " + quote.symbol();
            }
            case TradeDecoder.TEMPLATE_ID -> {
                TradeDecoder trade = new TradeDecoder().wrap(payload, at, length, version);
                yield trade.venue() + " " + trade.symbol();
            }
            case BarDecoder.TEMPLATE_ID -> {
                BarDecoder bar = new BarDecoder().wrap(payload, at, length, version);
                yield bar.venue() + " " + bar.symbol();
            }
            default -> null;
        });
    }

    private interface LookAtInsight {
        void at(Trial trial, String topic, InsightDecoder insight);
    }

    private static Check insight(String id, String title, LookAtInsight look) {
        return check(id, Group.SIGNAL, title, trial -> {
            trial.started();
            List<Seen.Published> insights = List.of();
            for (int i = 0; i < 5 && insights.isEmpty(); i++) {
                PublishChecks.feed(trial, 200);
                insights = trial.platform().published().stream()
                        .filter(each -> each.head().getSchemaId() == InsightDecoder.TEMPLATE_ID)
                        .toList();
            }
            trial.require(!insights.isEmpty(), "it published no insight on 1000 rounds of prices that go up and down");
            for (Seen.Published message : insights) {
                InsightDecoder insight = Trading.read(
                        trial,
                        message,
                        (payload, at, length, version) -> new InsightDecoder().wrap(payload, at, length, version));
                look.at(trial, message.head().getTopic(), insight);
            }
        });
    }

    private static void fill(Trial trial, String tradeId, Side side, long quantity) {
        trial.started();
        send(trial, tradeId, side, quantity);
    }

    private static void send(Trial trial, String tradeId, Side side, long quantity) {
        int reached = trial.platform()
                .deliver(Samples.fill("platform.oms.event.p1", tradeId, "o-1", "p1", side, quantity, 10_000)
                        .build());
        trial.require(
                reached > 0,
                "it does not read platform.oms.event.p1; it reads "
                        + trial.platform().open().stream().map(Watched::pattern).toList());
    }

    private static void awaitPosition(Trial trial, long quantity) {
        trial.await(
                Trial.SOON_MS,
                () -> same(position(trial), quantity),
                () -> "it does not come to hold " + quantity + " on platform.bor.position.p1; its last word is "
                        + position(trial));
        trial.pass(300);
        trial.require(same(position(trial), quantity), "it held " + quantity + ", and then " + position(trial));
    }

    private static BigDecimal position(Trial trial) {
        List<BigDecimal> held = Trading.read(
                trial,
                PositionDecoder.TEMPLATE_ID,
                "platform.bor.position.p1",
                (payload, at, length, version) -> value(
                        new PositionDecoder().wrap(payload, at, length, version).quantity()));
        return held.isEmpty() ? null : held.getLast();
    }
}
