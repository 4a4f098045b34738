package io.meridian.examples.broker;

import io.meridian.examples.broker.Execution.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker inside this process: takes every order, and trades when it is told to. It keeps all that happened, as a real one
 * does, and so outlives its connections. Tests break them in the two ways that matter: before an order arrives, and before the
 * answer does.
 */
final class PracticeBroker implements Broker {
    private final Map<String, Ticket> open = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();
    private Listener listener;
    private boolean listening;
    private boolean losesOrders;
    private boolean losesAnswers;
    private boolean away;
    private int attempts;

    @Override
    public void open(Listener of) {
        listener = of;
        attempts++;
        if (away) {
            of.lost("nobody answers");
        } else {
            of.connected();
        }
    }

    @Override
    public void close() {
        listening = false;
    }

    @Override
    public void resume(long after, List<String> unanswered) {
        listening = true;
        executions.stream().filter(each -> each.number() > after).forEach(listener::happened);
        listener.caughtUp(
                unanswered.stream().filter(each -> !known.contains(each)).toList());
    }

    @Override
    public void place(Ticket ticket) {
        if (losesOrders || known.contains(ticket.clientId())) {
            return;
        }
        known.add(ticket.clientId());
        open.put(ticket.clientId(), ticket);
        happened(Kind.TAKEN, ticket.clientId(), "b-" + known.size(), "", 0, 0);
    }

    @Override
    public void cancel(String clientId, String requestId) {
        if (losesOrders) {
            return;
        }
        if (open.remove(clientId) == null) {
            listener.refused(clientId, requestId, "it is not open");
        } else {
            happened(Kind.CANCELLED, clientId, "", requestId, 0, 0);
        }
    }

    @Override
    public void change(String clientId, String requestId, BigDecimal quantity, BigDecimal limitPrice) {
        Ticket ticket = open.get(clientId);
        if (ticket == null) {
            listener.refused(clientId, requestId, "it is not open");
            return;
        }
        BigDecimal limit = limitPrice == null ? ticket.limitPrice() : limitPrice;
        open.put(clientId, new Ticket(clientId, ticket.symbol(), ticket.side(), quantity, limit));
        happened(
                Kind.CHANGED,
                clientId,
                "",
                requestId,
                quantity.doubleValue(),
                limit == null ? Double.NaN : limit.doubleValue());
    }

    private void happened(
            Kind kind, String clientId, String brokerId, String requestId, double quantity, double price) {
        Execution execution =
                new Execution(executions.size() + 1, kind, clientId, brokerId, requestId, quantity, price, "");
        executions.add(execution);
        if (listening && !losesAnswers) {
            listener.happened(execution);
        }
    }

    // What a test brings about.

    void trade(String clientId, double quantity, double price) {
        happened(Kind.TRADED, clientId, "t-" + (executions.size() + 1), "", quantity, price);
    }

    /** Says again what it said last. */
    void repeat() {
        listener.happened(executions.getLast());
    }

    /** What is sent to it from now on does not arrive. */
    void loseOrders(boolean lose) {
        losesOrders = lose;
    }

    /** What it says from now on is not heard. */
    void loseAnswers(boolean lose) {
        losesAnswers = lose;
    }

    void breakConnection() {
        listening = false;
        listener.lost("the line is cut");
    }

    /** Nobody can connect. */
    void beAway(boolean now) {
        away = now;
    }

    int attempts() {
        return attempts;
    }

    Ticket ticket(String clientId) {
        return open.get(clientId);
    }

    int placed() {
        return known.size();
    }
}
