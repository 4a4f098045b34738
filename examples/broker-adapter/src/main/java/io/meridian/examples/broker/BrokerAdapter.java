package io.meridian.examples.broker;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Health;
import io.meridian.sdk.Timer;
import io.meridian.sdk.VenueAdapter;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Connects one account at a broker. */
@MeridianPlugin(
        id = "broker-adapter",
        pool = Pool.CCM,
        subscribes = "platform.ccm.XBRK.command",
        publishes = {"platform.ccm.XBRK.event", "platform.ccm.XBRK.session"},
        egress = "api.broker.example:443",
        settings = BrokerSettings.class,
        state = StatePolicy.SNAPSHOT)
public final class BrokerAdapter extends VenueAdapter {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private Broker broker;
    private int connection;
    private Duration wait = FIRST_WAIT;
    private List<String> asked = List.of();

    // What must survive a crash, beside the orders, which the role keeps.
    private long heard;
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private final List<Execution> early = new ArrayList<>();

    /** A cancel or change that the broker has not answered. */
    private record Wish(String orderId, OrderCause refusal) {}

    public BrokerAdapter() {}

    BrokerAdapter(Broker broker) {
        this.broker = broker;
    }

    @Override
    protected String venue() {
        return "XBRK";
    }

    // The session.

    @Override
    public void connect() {
        if (broker == null) {
            BrokerSettings settings = settings(BrokerSettings.class);
            broker = settings.practice()
                    ? new PracticeBroker()
                    : new RestBroker(outside().build(), URI.create(settings.address()));
        }
        session(SessionState.CONNECTING, "");
        broker.open(new Hearing(++connection));
    }

    @Override
    public void disconnect() {
        connection++;
        broker.close();
        session(SessionState.LOGGED_OUT, "");
    }

    @Override
    public void onTimer(Timer timer) {
        connect();
    }

    private void connected() {
        wait = FIRST_WAIT;
        recover();
    }

    private void lost(String why) {
        connection++;
        session(SessionState.DISCONNECTED, why);
        after("reconnect", wait);
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }

    @Override
    public Health health() {
        return sessionState() == SessionState.ACTIVE
                ? Health.HEALTHY
                : Health.degraded("the session with the broker is " + sessionState());
    }

    /** Brings what the broker says onto the plugin's thread. What an earlier connection still says does not count. */
    private final class Hearing implements Broker.Listener {
        private final int mine;

        Hearing(int mine) {
            this.mine = mine;
        }

        private void hear(Runnable what) {
            execute(() -> {
                if (mine == connection) {
                    what.run();
                }
            });
        }

        @Override
        public void connected() {
            hear(BrokerAdapter.this::connected);
        }

        @Override
        public void lost(String why) {
            hear(() -> BrokerAdapter.this.lost(why));
        }

        @Override
        public void happened(Execution execution) {
            hear(() -> BrokerAdapter.this.happened(execution));
        }

        @Override
        public void caughtUp(List<String> neverArrived) {
            hear(() -> BrokerAdapter.this.caughtUp(neverArrived));
        }

        @Override
        public void refused(String clientId, String requestId, String why) {
            hear(() -> notTaken(clientId, requestId, why));
        }
    }

    // Reconciliation.

    private void recover() {
        session(SessionState.RECOVERING, "");
        asked = unanswered();
        broker.resume(heard, asked);
    }

    /** Orders that were placed, or may have been, and of which the broker has said nothing. */
    private List<String> unanswered() {
        return openOrders().stream()
                .filter(order -> order.state() == null)
                .map(WorkingOrder::id)
                .toList();
    }

    private void caughtUp(List<String> neverArrived) {
        for (String orderId : neverArrived) {
            notTaken(orderId, "", "the connection broke before the order reached the broker");
        }
        // What was asked and came through has been told by now. Whoever still wants it asks again.
        for (String requestId : List.copyOf(wishes.keySet())) {
            notTaken(wishes.get(requestId).orderId(), requestId, "the connection broke before the broker answered");
        }
        if (asked.containsAll(unanswered())) {
            session(SessionState.ACTIVE, "");
        } else {
            recover();
        }
    }

    // Commands.

    @Override
    public void submit(NewOrder order) {
        String orderId = order.orderId();
        if (takeEarly(orderId)) {
            return;
        }
        if (sessionState() != SessionState.ACTIVE) {
            // One that comes again may be at the broker since before a crash: recovery asks for it.
            if (!order.message().isDuplicatePossible()) {
                rejected(orderId, "the session with the broker is " + sessionState());
            }
        } else if (order.timeInForce() != TimeInForce.DAY
                || order.type() != OrderType.MARKET && order.type() != OrderType.LIMIT) {
            rejected(
                    orderId,
                    "the broker takes market and limit orders for the day, not " + order.type() + " "
                            + order.timeInForce());
        } else {
            broker.place(new Broker.Ticket(
                    orderId,
                    order.symbol(),
                    order.side(),
                    Decimal.read(order.decoder().quantity()).toBigDecimal(),
                    order.type() == OrderType.MARKET
                            ? null
                            : Decimal.read(order.decoder().limitPrice()).toBigDecimal()));
        }
    }

    @Override
    public void cancel(CancelOrder order) {
        if (isReady(order.orderId(), order.requestId(), OrderCause.CANCEL_REFUSED)) {
            broker.cancel(order.orderId(), order.requestId());
        }
    }

    @Override
    public void modify(ModifyOrder order) {
        if (isReady(order.orderId(), order.requestId(), OrderCause.MODIFY_REFUSED)) {
            WorkingOrder present = order(order.orderId());
            Decimal quantity = Decimal.readOr(order.decoder().quantity(), null);
            Decimal limitPrice = Decimal.readOr(order.decoder().limitPrice(), null);
            broker.change(
                    order.orderId(),
                    order.requestId(),
                    // What is absent stays.
                    quantity == null ? BigDecimal.valueOf(present.quantity()) : quantity.toBigDecimal(),
                    limitPrice == null ? null : limitPrice.toBigDecimal());
        }
    }

    private boolean isReady(String orderId, String requestId, OrderCause refusal) {
        if (sessionState() != SessionState.ACTIVE) {
            refused(orderId, requestId, refusal, "the session with the broker is " + sessionState());
            return false;
        }
        wishes.put(requestId, new Wish(orderId, refusal));
        return true;
    }

    // Executions.

    private void happened(Execution execution) {
        if (execution.number() <= heard) {
            return;
        }
        heard = execution.number();
        if (execution.clientId().isEmpty()) {
            log().error("somebody trades on this account by other means", "execution", execution);
        } else if (order(execution.clientId()) == null) {
            // After a crash the order's own command may come later than what the broker tells of it.
            early.add(execution);
        } else {
            apply(execution);
        }
    }

    private boolean takeEarly(String orderId) {
        List<Execution> ofOrder = early.stream()
                .filter(execution -> execution.clientId().equals(orderId))
                .toList();
        early.removeAll(ofOrder);
        ofOrder.forEach(this::apply);
        return !ofOrder.isEmpty();
    }

    private void apply(Execution execution) {
        String orderId = execution.clientId();
        wishes.remove(execution.requestId());
        switch (execution.kind()) {
            case TAKEN -> accepted(orderId, execution.brokerId());
            case REJECTED -> rejected(orderId, execution.text());
            case TRADED -> filled(orderId, execution.brokerId(), execution.quantity(), execution.price());
            case CHANGED -> modified(orderId, execution.requestId(), execution.quantity(), execution.price());
            case CANCELLED -> ended(orderId, OrderState.CANCELLED, execution.requestId(), execution.text());
            case EXPIRED -> ended(orderId, OrderState.EXPIRED, execution.text());
        }
    }

    private void notTaken(String orderId, String requestId, String why) {
        WorkingOrder order = order(orderId);
        Wish wish = wishes.remove(requestId);
        if (wish != null && order != null) {
            refused(orderId, requestId, wish.refusal(), why);
        } else if (requestId.isEmpty() && order != null && order.state() == null) {
            rejected(orderId, why);
        }
    }

    // State.

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeLong(heard);
        out.writeInt(wishes.size());
        for (Map.Entry<String, Wish> wish : wishes.entrySet()) {
            out.writeUTF(wish.getKey());
            out.writeUTF(wish.getValue().orderId());
            out.writeUTF(wish.getValue().refusal().name());
        }
        out.writeInt(early.size());
        for (Execution execution : early) {
            execution.write(out);
        }
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        heard = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            wishes.put(in.readUTF(), new Wish(in.readUTF(), OrderCause.valueOf(in.readUTF())));
        }
        for (int left = in.readInt(); left > 0; left--) {
            early.add(Execution.read(in));
        }
    }
}
