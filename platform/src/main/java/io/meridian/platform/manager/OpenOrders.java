package io.meridian.platform.manager;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.kernel.order.Transitions;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * Which orders are open, by what the kernel told of them since the beginning of what the bus keeps. What a plugin may publish says which of them it may have to do with: those
 * of a portfolio that it orders for, or at a venue that it sends to.
 */
final class OpenOrders implements AutoCloseable {
    /** All that was kept has come when nothing comes for so long, or what comes is newer than the beginning. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_MS = 3_000;
    private static final int AT_ONCE = 1_000;
    private static final String UNKNOWN = "it is not known whether it has open orders: the bus has not told";

    private final Bus bus;
    private final Map<String, Place> open = new ConcurrentHashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderEventDecoder event = new OrderEventDecoder();
    private final CountDownLatch known = new CountDownLatch(1);
    private final Thread thread;
    private long heardUntilNs;
    private volatile boolean failed;
    private volatile boolean closed;

    private record Place(String portfolio, String venue) {
        boolean isFor(TopicPattern published) {
            return matches(published, TopicTemplate.OMS_COMMAND, portfolio)
                    || matches(published, TopicTemplate.EMS_COMMAND, portfolio)
                    || matches(published, TopicTemplate.CCM_COMMAND, venue);
        }

        private boolean isOfPortfolio(TopicPattern published) {
            return matches(published, TopicTemplate.OMS_COMMAND, portfolio)
                    || matches(published, TopicTemplate.EMS_COMMAND, portfolio)
                    || matches(published, TopicTemplate.TARGET, portfolio);
        }

        private boolean isOfVenue(TopicPattern published) {
            return matches(published, TopicTemplate.CCM_COMMAND, venue)
                    || matches(published, TopicTemplate.CCM_EVENT, venue);
        }

        private static boolean matches(TopicPattern published, TopicTemplate template, String name) {
            return TopicTemplate.isSegment(name) && published.matches(Topic.of(template.topic(name)));
        }
    }

    OpenOrders(Bus bus) {
        this.bus = bus;
        thread = Thread.ofPlatform().name("manager-open-orders").start(this::run);
    }

    /**
     * Which open orders who may publish this may have to do with, in words; empty for none. Where the bus has not told yet, it waits a little, and then says that nobody knows.
     */
    String of(Set<TopicPattern> published) {
        if (published.stream().noneMatch(OpenOrders::bearsOrders)) {
            return "";
        }
        try {
            if (!known.await(PATIENCE_MS, TimeUnit.MILLISECONDS) || failed) {
                return UNKNOWN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
        long count = open.values().stream()
                .filter(place -> published.stream().anyMatch(place::isFor))
                .count();
        return count == 0 ? "" : count == 1 ? "an order is open" : count + " orders are open";
    }

    /** Where orders are open that who may publish this has a part in: which portfolios have them, and at which venues they are. */
    record Bearing(Set<String> portfolios, Set<String> venues) {}

    /**
     * Where the open orders are that who may publish this has a part in: orders for a portfolio that it orders or sets targets for, or at a venue that it speaks
     * with. Never waits.
     *
     * @return nothing when it is not known which orders are open
     */
    Optional<Bearing> bearing(Set<TopicPattern> published) {
        if (failed || known.getCount() > 0) {
            return Optional.empty();
        }
        Bearing bearing = new Bearing(new TreeSet<>(), new TreeSet<>());
        for (Place place : open.values()) {
            if (published.stream().anyMatch(place::isOfPortfolio)) {
                bearing.portfolios().add(place.portfolio());
            } else if (published.stream().anyMatch(place::isOfVenue)) {
                bearing.venues().add(place.venue());
            }
        }
        return Optional.of(bearing);
    }

    private static boolean bearsOrders(TopicPattern published) {
        return published.intersects(TopicPattern.of(TopicTemplate.OMS_COMMAND.pattern()))
                || published.intersects(TopicPattern.of(TopicTemplate.EMS_COMMAND.pattern()))
                || published.intersects(TopicPattern.of(TopicTemplate.CCM_COMMAND.pattern()));
    }

    private void run() {
        try (Subscription events = bus.subscribe(
                SubscriptionSpec.durable(TopicTemplate.OMS_EVENT.pattern()).from(StartAt.EARLIEST), this::onMessage)) {
            long beganNs = SystemEpochNanoClock.INSTANCE.nanoTime();
            long heardNs = System.nanoTime();
            while (!closed) {
                int taken = events.poll(AT_ONCE);
                if (taken > 0 || !bus.isConnected()) {
                    heardNs = System.nanoTime();
                }
                if (taken == 0) {
                    LockSupport.parkNanos(REST_NS);
                }
                if (heardUntilNs >= beganNs || System.nanoTime() - heardNs > QUIET_NS) {
                    known.countDown();
                }
            }
        } catch (RuntimeException unreadable) {
            failed = true;
            ServiceLoop.say("ALARM: it is not known any more which orders are open: " + unreadable.getMessage());
        }
    }

    private Verdict onMessage(Message message) {
        heardUntilNs = message.publishTime();
        if (Schemas.idOf(message.buffer(), message.offset(), message.length()) == OrderEventDecoder.TEMPLATE_ID) {
            event.wrapAndApplyHeader(message.buffer(), message.offset(), header);
            String id = event.orderId();
            if (Transitions.isLive(event.state())) {
                open.put(id, new Place(event.portfolio(), event.venue()));
            } else {
                open.remove(id);
            }
        }
        return Verdict.ACCEPT;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
