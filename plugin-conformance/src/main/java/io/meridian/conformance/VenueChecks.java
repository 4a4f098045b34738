package io.meridian.conformance;

import static io.meridian.conformance.OrderChecks.VENUE;
import static io.meridian.conformance.OrderChecks.again;
import static io.meridian.conformance.OrderChecks.await;
import static io.meridian.conformance.OrderChecks.check;
import static io.meridian.conformance.OrderChecks.events;
import static io.meridian.conformance.OrderChecks.numbered;
import static io.meridian.conformance.OrderChecks.send;
import static io.meridian.conformance.OrderChecks.topic;
import static io.meridian.conformance.OrderChecks.unknownCancel;
import static io.meridian.conformance.Trading.value;

import io.meridian.conformance.OrderChecks.Event;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionStatusDecoder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What venue adapters must do beside what all plugins do. */
final class VenueChecks {
    private static final Set<OrderState> OVER =
            EnumSet.of(OrderState.FILLED, OrderState.CANCELLED, OrderState.REJECTED, OrderState.EXPIRED);

    private VenueChecks() {}

    static List<Check> all() {
        return List.of(
                check("V01", Group.VENUE_ADAPTER, "It says how its session with the venue is", trial -> {
                    trial.started();
                    trial.await(
                            Trial.START_MS,
                            () -> trial.platform().published().stream()
                                    .anyMatch(each -> each.head().getSchemaId() == SessionStatusDecoder.TEMPLATE_ID
                                            && each.head().getTopic().matches("platform\\.ccm\\.[^.]+\\.session")),
                            "it published no" + " SessionStatus on platform.ccm.VENUE.session");
                }),
                check("V02", Group.VENUE_ADAPTER, "It answers a new order with an event", trial -> {
                    send(trial, VENUE, "o-1", 100);
                    await(trial, () -> isTold(trial, "o-1"), "no event of the order came");
                }),
                numbered("V03", Group.VENUE_ADAPTER, VENUE),
                check(
                        "V04",
                        Group.VENUE_ADAPTER,
                        "It fills no more than was ordered, when the order comes twice",
                        trial -> {
                            Delivery order = send(trial, VENUE, "o-1", 100);
                            again(trial, order);
                            trial.requireAlive("an order that came twice");
                            BigDecimal filled = Trading.read(
                                            trial,
                                            FillDecoder.TEMPLATE_ID,
                                            VENUE,
                                            (payload, at, length, version) ->
                                                    new FillDecoder().wrap(payload, at, length, version))
                                    .stream()
                                    .filter(fill -> fill.orderId().equals("o-1"))
                                    .map(fill -> value(fill.quantity()))
                                    .reduce(BigDecimal.ZERO, BigDecimal::add);
                            trial.require(
                                    filled.compareTo(BigDecimal.valueOf(100)) <= 0, "it filled " + filled + " of 100");
                        }),
                unknownCancel("V05", Group.VENUE_ADAPTER, VENUE),
                check(
                        "V06",
                        Group.VENUE_ADAPTER,
                        "It ends an open order with CANCELLED when that is cancelled",
                        trial -> {
                            cancelOpen(trial);
                            OrderState end = endOf(trial, "o-1");
                            trial.skipUnless(end != OrderState.FILLED, "the order was filled before the cancel came");
                            trial.require(end == OrderState.CANCELLED, "after a cancel the order is " + end);
                        }),
                check("V07", Group.VENUE_ADAPTER, "It fills nothing of an order that it said is over", trial -> {
                    cancelOpen(trial);
                    trial.skipUnless(
                            endOf(trial, "o-1") == OrderState.CANCELLED, "the order did not end by its cancel");
                    prices(trial, 100);
                    trial.requireAlive("prices after a cancel");
                    List<String> story = story(trial, "o-1");
                    trial.require(
                            story.lastIndexOf("fill") < story.indexOf(OrderState.CANCELLED.name()),
                            "it said " + String.join(", ", story));
                }));
    }

    /** Sends an order, and its cancel when it is open; waits until it is over. */
    private static void cancelOpen(Trial trial) {
        trial.started();
        // A venue on paper takes orders once it has seen a price; this one does not reach the order.
        prices(trial, 1);
        send(trial, VENUE, "o-1", 100);
        await(trial, () -> isTold(trial, "o-1"), "no event of the order came");
        // A fill at once, if there is one, comes with the word that it was taken.
        trial.pass(300);
        trial.skipUnless(endOf(trial, "o-1") == null, "the order was over at once: " + events(trial));
        trial.platform()
                .deliver(Samples.cancel(topic(trial, VENUE), "o-1", "c-1", "AAPL")
                        .build());
        await(
                trial,
                () -> endOf(trial, "o-1") != null,
                () -> "after a cancel the order is still open: " + events(trial));
    }

    /** Prices that go up and down through the order's, the first above it, where it reads any. */
    private static void prices(Trial trial, int rounds) {
        for (int i = 0; i < rounds; i++) {
            long cents = 10_000 + Math.round(500 * Math.sin(i / 8.0));
            for (Watched open : trial.platform().open()) {
                if (open.pattern().startsWith("platform.data.")) {
                    trial.platform()
                            .deliver(Samples.of(Samples.topic(open.pattern()), cents)
                                    .build());
                }
            }
        }
        trial.pass(500);
    }

    private static boolean isTold(Trial trial, String id) {
        return events(trial).stream().anyMatch(each -> each.orderId().equals(id));
    }

    /** The first state of an order in which it is over, null while there is none. */
    private static OrderState endOf(Trial trial, String id) {
        return events(trial).stream()
                .filter(each -> each.orderId().equals(id))
                .map(Event::state)
                .filter(OVER::contains)
                .findFirst()
                .orElse(null);
    }

    /** What the adapter said of an order, in order: states, and fills. */
    private static List<String> story(Trial trial, String id) {
        List<String> story = new ArrayList<>();
        for (Seen.Published message : trial.platform().published()) {
            int schema = message.head().getSchemaId();
            if (schema == FillDecoder.TEMPLATE_ID) {
                FillDecoder fill = Trading.read(
                        trial,
                        message,
                        (payload, at, length, version) -> new FillDecoder().wrap(payload, at, length, version));
                if (fill.orderId().equals(id)) {
                    story.add("fill");
                }
            } else if (schema == OrderEventDecoder.TEMPLATE_ID) {
                OrderEventDecoder event = Trading.read(
                        trial,
                        message,
                        (payload, at, length, version) -> new OrderEventDecoder().wrap(payload, at, length, version));
                if (event.orderId().equals(id)) {
                    story.add(event.state().name());
                }
            }
        }
        return story;
    }
}
