package io.meridian.bus.memory;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import java.util.ArrayList;
import java.util.List;

/** One bus's door to the exchange it shares with others. Connected from its opening to its closing. */
final class InMemoryEngine implements BusEngine {
    private final Exchange exchange;
    private final Capabilities capabilities;
    private final int queueLimit;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile boolean closed;

    InMemoryEngine(Exchange exchange, Capabilities capabilities, int queueLimit, EngineListener listener) {
        this.exchange = exchange;
        this.capabilities = capabilities;
        this.queueLimit = queueLimit;
        listener.onConnected();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isConnected() {
        return !closed;
    }

    @Override
    public synchronized EnginePublication publication(PublicationRequest request) {
        requireOpen();
        MemoryPublication publication =
                new MemoryPublication(exchange, request, capabilities.maxPayload(), this::forget);
        opened.add(publication);
        return publication;
    }

    @Override
    public synchronized EngineSubscription subscription(SubscriptionRequest request) {
        requireOpen();
        MemoryMember member = request.profile() == Profile.DURABLE
                ? exchange.joinDurable(request, this::forget)
                : exchange.joinFast(request, queueLimit, this::forget);
        opened.add(member);
        return member;
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException("the memory engine is closed: open another bus");
        }
    }

    /** What was closed on its own need not be closed with the engine. */
    private synchronized void forget(AutoCloseable closedOnItsOwn) {
        opened.remove(closedOnItsOwn);
    }

    @Override
    public void close() {
        List<AutoCloseable> toClose;
        synchronized (this) {
            closed = true;
            toClose = List.copyOf(opened);
        }
        for (AutoCloseable each : toClose) {
            switch (each) {
                case MemoryMember member -> member.close();
                case MemoryPublication publication -> publication.close();
                default -> throw new IllegalStateException("opened=" + each);
            }
        }
    }
}
