package io.meridian.platform.demo;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian quotes}. */
@Command(
        name = "quotes",
        description =
                "Publishes simulated quotes under platform.data.quote.VENUE.SYMBOL, and a few durable order events.")
public final class QuotesCommand implements Callable<Integer> {
    /** How long the publisher rests between two rounds; at the default rate a round is ten messages. */
    private static final long REST_NS = 500_000L;

    private static final long REPORT_NS = 1_000_000_000L;
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(2);

    @Mixin
    private BusOptions options = new BusOptions();

    @Option(names = "--rate", defaultValue = "20000", description = "Quotes a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--symbols",
            defaultValue = "12",
            description = "How many symbols, each on three venues. Default: ${DEFAULT-VALUE}.")
    private int symbols;

    @Option(names = "--seed", defaultValue = "1", description = "The same seed gives the same prices.")
    private long seed;

    @Option(
            names = "--orders",
            defaultValue = "5",
            description =
                    "Durable order events a second, under platform.oms.event.demo.N; 0 for none, as where the engine"
                            + " has no durable profile. Default: ${DEFAULT-VALUE}.")
    private int orderRate;

    @Option(names = "--seconds", description = "Ends after so long. Default: goes on until Ctrl-C.")
    private double seconds;

    @Option(names = "--parent", hidden = true, description = "Ends when the process of this number does.")
    private long parent;

    private long published;
    private long refused;

    @Override
    public Integer call() {
        require(rate >= 1 && rate <= 5_000_000, "--rate=" + rate + " must be from 1 to 5000000");
        require(symbols >= 1 && symbols <= 10_000, "--symbols=" + symbols + " must be from 1 to 10000");
        require(orderRate >= 0 && orderRate <= 10_000, "--orders=" + orderRate + " must be from 0 to 10000");
        run(StopSignal.install().after(seconds).withProcess(parent));
        return 0;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw CommandException.wrongUse(otherwise + ".");
        }
    }

    private void run(StopSignal stop) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedMarket market = new SimulatedMarket(symbols, random);
        try (Bus bus = options.open(new Notices(Output.err()))) {
            Publisher[] publishers =
                    market.topics().stream().map(topic -> publisher(bus, topic)).toArray(Publisher[]::new);
            TopicPattern orderTopics = TopicPattern.of("platform.oms.event.demo.*");
            boolean durable = orderRate > 0 && bus.capabilities(orderTopics).has(Capability.DURABLE);
            OrderFlow orders = durable ? new OrderFlow(bus, random.split()) : null;
            publish(market, publishers, orders, stop);
            if (orders != null && bus.isConnected()) {
                orders.drain(DRAIN_NS);
            }
            report(orders, published);
        }
    }

    private static Publisher publisher(Bus bus, Topic topic) {
        return bus.publisher(PublisherSpec.fast(topic).schema(QuotePayload.SCHEMA, 1));
    }

    private void publish(SimulatedMarket market, Publisher[] publishers, OrderFlow orders, StopSignal stop) {
        UnsafeBuffer payload = new UnsafeBuffer(new byte[QuotePayload.LENGTH]);
        long now = System.nanoTime();
        Pacer quotePace = new Pacer(rate, now);
        Pacer orderPace = new Pacer(orderRate, now);
        long reportAtNs = now + REPORT_NS;
        long reported = 0;
        while (!stop.isStopped()) {
            now = System.nanoTime();
            for (int due = quotePace.take(now); due > 0; due--) {
                int instrument = market.next();
                QuotePayload.write(payload, 0, market.bid(), market.ask(), market.bidSize(), market.askSize());
                // A quote that finds no room is not tried again: the next one is newer.
                if (publishers[instrument].offer(payload, 0, QuotePayload.LENGTH) > 0) {
                    published++;
                } else {
                    refused++;
                }
            }
            if (orders != null) {
                for (int due = orderPace.take(now); due > 0; due--) {
                    orders.publish(now);
                }
                orders.observe(now);
            }
            if (now - reportAtNs >= 0) {
                reportAtNs += REPORT_NS;
                report(orders, published - reported);
                reported = published;
            }
            LockSupport.parkNanos(REST_NS);
        }
    }

    private void report(OrderFlow orders, long inThisSecond) {
        StringBuilder line = new StringBuilder()
                .append(LocalTime.now().truncatedTo(ChronoUnit.SECONDS))
                .append(" quotes ")
                .append(Figures.count(inThisSecond))
                .append(", refused so far ")
                .append(Figures.count(refused));
        if (orders != null) {
            line.append(", orders so far ")
                    .append(Figures.count(orders.published()))
                    .append(", unconfirmed ")
                    .append(Figures.count(orders.unconfirmed()))
                    .append(", refused so far ")
                    .append(Figures.count(orders.refused()));
        }
        Output.out().println(line);
    }
}
