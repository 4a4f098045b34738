package io.meridian.conformance;

import static io.meridian.conformance.OrderChecks.ROUTER;
import static io.meridian.conformance.OrderChecks.again;
import static io.meridian.conformance.OrderChecks.await;
import static io.meridian.conformance.OrderChecks.bought;
import static io.meridian.conformance.OrderChecks.check;
import static io.meridian.conformance.OrderChecks.events;
import static io.meridian.conformance.OrderChecks.orders;
import static io.meridian.conformance.OrderChecks.send;
import static io.meridian.conformance.OrderChecks.topic;
import static io.meridian.conformance.OrderChecks.unknownCancel;
import static io.meridian.conformance.Trading.value;

import io.meridian.conformance.OrderChecks.Order;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What routers must do beside what all plugins do. */
final class RouterChecks {
    private static final String VENUE = "platform.ccm.";
    private static final String KERNEL = "platform.ems.event.";

    private RouterChecks() {}

    static List<Check> all() {
        return List.of(
                check("R01", Group.ROUTER, "It sends an order on to a venue", trial -> {
                    send(trial, ROUTER, "o-1", 100);
                    await(trial, () -> !orders(trial).isEmpty(), "it sent no NewOrder to platform.ccm.VENUE.command");
                }),
                check("R02", Group.ROUTER, "The parts that it sends on are not more than the order", trial -> {
                    send(trial, ROUTER, "o-1", 100);
                    await(trial, () -> !orders(trial).isEmpty(), "it sent no NewOrder to platform.ccm.VENUE.command");
                    trial.pass(1_000);
                    trial.require(
                            bought(trial).compareTo(BigDecimal.valueOf(100)) <= 0,
                            "it sent on " + bought(trial) + " of 100");
                }),
                check("R03", Group.ROUTER, "It sends an order on once when it comes twice", RouterChecks::once),
                check("R04", Group.ROUTER, "Each part has an id of its own and names what it is a part of", trial -> {
                    send(trial, ROUTER, "o-1", 100);
                    send(trial, ROUTER, "o-2", 100);
                    await(trial, () -> orders(trial).size() >= 2, () -> "it sent on " + orders(trial));
                    Set<String> ids = new HashSet<>();
                    for (Order order : orders(trial)) {
                        trial.require(ids.add(order.id()), "two parts have the id " + order.id());
                        trial.require(
                                Set.of("o-1", "o-2").contains(order.parent())
                                        || Set.of("o-1", "o-2").contains(order.id()),
                                "the part " + order.id() + " names the parent \"" + order.parent() + "\"");
                    }
                }),
                unknownCancel("R05", Group.ROUTER, ROUTER),
                check("R06", Group.ROUTER, "Its parts are at no worse price than the order's limit", trial -> {
                    for (Order part : parts(trial)) {
                        trial.require(
                                part.limit() != null && part.limit().compareTo(BigDecimal.valueOf(100)) <= 0,
                                "of an order to buy at 100 at most, the part " + part.id() + " has the limit "
                                        + part.limit());
                    }
                }),
                check(
                        "R07",
                        Group.ROUTER,
                        "A cancel of an order reaches every part that is open",
                        RouterChecks::cancel),
                check("R08", Group.ROUTER, "It says that an order is cancelled when all its parts are", trial -> {
                    List<Order> parts = cancel(trial);
                    parts.forEach(part -> say(trial, part, 2, OrderState.CANCELLED));
                    await(
                            trial,
                            () -> events(trial).stream()
                                    .anyMatch(each ->
                                            each.orderId().equals("o-1") && each.state() == OrderState.CANCELLED),
                            () -> "it did not say that the order o-1 is CANCELLED; its events: " + events(trial));
                }),
                check(
                        "R09",
                        Group.ROUTER,
                        "It passes a fill of a part on as one of the order, once, before it says that it is filled",
                        trial -> {
                            Order part = open(trial).getFirst();
                            Delivery fill = Samples.fill(
                                            VENUE + part.venue() + ".event",
                                            "t-1",
                                            part.id(),
                                            "p1",
                                            Side.BUY,
                                            part.quantity().longValueExact(),
                                            10_000)
                                    .build();
                            trial.platform().deliver(fill);
                            await(trial, () -> filled(trial).signum() > 0, "it passed no fill of o-1 on");
                            again(trial, fill);
                            trial.requireAlive("a fill that came twice");
                            trial.require(
                                    filled(trial).compareTo(part.quantity()) == 0,
                                    "of a fill of " + part.quantity() + " that came twice it passed on "
                                            + filled(trial));
                            requireFillFirst(trial);
                        }));
    }

    /** The parts that it makes of an order to buy 100 at 100 at most. */
    private static List<Order> parts(Trial trial) {
        send(trial, ROUTER, "o-1", 100);
        await(trial, () -> !orders(trial).isEmpty(), "it sent no NewOrder to platform.ccm.VENUE.command");
        return orders(trial, VENUE);
    }

    /** The parts, when their venues took them. */
    private static List<Order> open(Trial trial) {
        List<Order> parts = parts(trial);
        parts.forEach(part -> say(trial, part, 1, OrderState.OPEN));
        trial.awaitSettled("the venue's word that it took a part");
        return parts;
    }

    private static void say(Trial trial, Order part, long number, OrderState state) {
        trial.platform()
                .deliver(Samples.orderEvent(
                                VENUE + part.venue() + ".event",
                                part.id(),
                                number,
                                part.quantity().longValueExact(),
                                state,
                                OrderCause.VENUE)
                        .build());
    }

    /** Cancels the order when its parts are open, and waits until it asked their venues to cancel all of them. */
    private static List<Order> cancel(Trial trial) {
        List<Order> parts = open(trial);
        List<String> ids = parts.stream().map(Order::id).toList();
        trial.platform()
                .deliver(Samples.cancel(topic(trial, ROUTER), "o-1", "c-1", "AAPL")
                        .build());
        await(
                trial,
                () -> cancelled(trial).containsAll(ids),
                () -> "of the parts " + ids + " it asked venues to cancel " + cancelled(trial));
        return parts;
    }

    private static List<String> cancelled(Trial trial) {
        return Trading.read(
                trial,
                CancelOrderDecoder.TEMPLATE_ID,
                VENUE,
                (payload, at, length, version) -> new CancelOrderDecoder()
                        .wrap(payload, at, length, version)
                        .orderId());
    }

    private static BigDecimal filled(Trial trial) {
        return Trading.read(
                        trial,
                        FillDecoder.TEMPLATE_ID,
                        KERNEL,
                        (payload, at, length, version) -> new FillDecoder().wrap(payload, at, length, version))
                .stream()
                .filter(fill -> fill.orderId().equals("o-1"))
                .map(fill -> value(fill.quantity()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The kernel refuses the word that an order is filled before it has the fill. */
    private static void requireFillFirst(Trial trial) {
        boolean fill = false;
        for (var message : trial.platform().published()) {
            int schema = message.head().getSchemaId();
            if (message.head().getTopic().startsWith(KERNEL) && schema == OrderEventDecoder.TEMPLATE_ID) {
                OrderState state = Trading.read(
                        trial,
                        message,
                        (payload, at, length, version) -> new OrderEventDecoder()
                                .wrap(payload, at, length, version)
                                .state());
                trial.require(
                        fill || state != OrderState.PARTIALLY_FILLED && state != OrderState.FILLED,
                        "it said that the order is " + state + " before it passed the fill on");
            }
            fill |= message.head().getTopic().startsWith(KERNEL) && schema == FillDecoder.TEMPLATE_ID;
        }
    }

    private static void once(Trial trial) {
        Delivery order = send(trial, ROUTER, "o-1", 100);
        await(trial, () -> !orders(trial).isEmpty(), "it sent no order on");
        again(trial, order);
        trial.requireAlive("an order that came twice");
        trial.require(
                bought(trial).compareTo(BigDecimal.valueOf(100)) <= 0,
                "of 100 that came twice it sent on " + bought(trial));
    }
}
