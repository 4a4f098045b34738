package io.meridian.benchmarks;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Two instances of the bus on one engine, with real grants: what a publisher and a subscriber have in production. */
final class BusPair implements AutoCloseable {
    static final String PING = "platform.data.quote.XNAS.PING";
    static final String PONG = "platform.data.quote.XNAS.PONG";
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    final Bus first;
    final Bus second;

    BusPair(Map<String, String> settings) {
        first = open(settings);
        second = open(settings);
    }

    private static Bus open(Map<String, String> settings) {
        GrantTable grants = GrantTable.of(List.of(
                Grant.allow(
                        "publish", Principal.instance("bench"), Action.PUBLISH, TopicPattern.of("platform.data.**")),
                Grant.allow(
                        "subscribe",
                        Principal.instance("bench"),
                        Action.SUBSCRIBE,
                        TopicPattern.of("platform.data.**"))));
        Bus bus = Bus.open(new BusContext().settings(settings).grants(grants, "bench", "DGM"));
        bus.awaitConnected(CONNECT_TIMEOUT_NS);
        return bus;
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
