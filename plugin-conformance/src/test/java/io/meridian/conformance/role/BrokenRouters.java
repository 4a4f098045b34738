package io.meridian.conformance.role;

import io.meridian.conformance.role.BrokenRoles.Broken;
import io.meridian.conformance.role.BrokenRoles.RefusingCancels;
import io.meridian.conformance.role.BrokenRoles.Silent;
import io.meridian.conformance.role.BrokenRoles.Writing;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import java.util.List;

/** Routers that do their role wrongly, each in a way that one check is there to find. */
final class BrokenRouters {
    private BrokenRouters() {}

    static List<Broken> all() {
        return List.of(
                new Broken("R01", "it sent no NewOrder", HalvingRouter.class, Silent::new),
                new Broken(
                        "R02",
                        "it sent on 200 of 100",
                        HalvingRouter.class,
                        () -> router((it, order) -> {
                            it.send(order.orderId() + ".1", order.orderId(), order.quantity());
                            it.send(order.orderId() + ".2", order.orderId(), order.quantity());
                        })),
                new Broken(
                        "R03",
                        "it sent on 200",
                        HalvingRouter.class,
                        () -> router((it, order) -> it.send(
                                order.orderId() + "." + order.message().attempt(), order.orderId(), order.quantity()))),
                new Broken(
                        "R04",
                        "two parts have the id x",
                        HalvingRouter.class,
                        () -> router((it, order) -> it.send("x", order.orderId(), order.quantity()))),
                new Broken(
                        "R04",
                        "names the parent \"\"",
                        HalvingRouter.class,
                        () -> router((it, order) -> it.send("x" + order.orderId(), "", order.quantity()))),
                new Broken("R05", "was settled with RETRY", HalvingRouter.class, RefusingCancels::new),
                new Broken(
                        "R06",
                        "the part o-1.1 has the limit null",
                        HalvingRouter.class,
                        () -> router((it, order) -> it.order(
                                "platform.ccm.XNAS.command", "o-1.1", "o-1", "AAPL", order.quantity(), Double.NaN))),
                new Broken(
                        "R07",
                        "of the parts [o-1.1] it asked venues to cancel []",
                        HalvingRouter.class,
                        () -> new HalvingRouter() {
                            @Override
                            public void onCancelOrder(CancelOrder command) {}
                        }),
                new Broken(
                        "R08",
                        "it did not say that the order o-1 is CANCELLED",
                        HalvingRouter.class,
                        () -> new HalvingRouter() {
                            @Override
                            public void onOrderEvent(OrderEvent event) {
                                follow(event);
                            }
                        }),
                new Broken("R09", "that came twice it passed on 200", HalvingRouter.class, () -> new PassingFills() {
                    @Override
                    public void onFill(Fill fill) {
                        pass("t-" + fill.message().attempt());
                    }
                }),
                new Broken("R09", "before it passed the fill on", HalvingRouter.class, () -> new PassingFills() {
                    @Override
                    public void onFill(Fill fill) {
                        if (fill.message().attempt() < 2) {
                            report(KERNEL, "o-1", "AAPL", Side.BUY, 100, 1, OrderState.FILLED);
                            pass("t-1");
                        }
                    }
                }));
    }

    private interface Route {
        void on(Routing router, NewOrder order);
    }

    private static Routing router(Route route) {
        return new Routing() {
            @Override
            public void onNewOrder(NewOrder order) {
                route.on(this, order);
            }
        };
    }

    private abstract static class Routing extends Writing {
        final void send(String id, String parent, double quantity) {
            order("platform.ccm.XNAS.command", id, parent, "AAPL", quantity);
        }
    }

    /** Sends an order on whole, and tells of its fills in its own way. */
    private abstract static class PassingFills extends Routing {
        static final String KERNEL = "platform.ems.event.p1";
        private NewOrder whole;

        @Override
        public void onNewOrder(NewOrder order) {
            whole = order.copy();
            send(order.orderId() + ".1", order.orderId(), order.quantity());
        }

        final void pass(String tradeId) {
            fill(KERNEL, tradeId, whole);
        }
    }
}
