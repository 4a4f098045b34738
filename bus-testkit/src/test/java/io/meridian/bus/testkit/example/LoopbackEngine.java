package io.meridian.bus.testkit.example;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One open engine: hands out publications and subscriptions, and closes them with itself. */
final class LoopbackEngine implements BusEngine {
    private final LoopbackHub hub;
    private final Capabilities capabilities;
    private final Set<LoopbackPublication> publications = ConcurrentHashMap.newKeySet();
    private final Set<LoopbackSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LoopbackEngine(LoopbackHub hub, Capabilities capabilities, EngineListener listener) {
        this.hub = hub;
        this.capabilities = capabilities;
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
    public EnginePublication publication(PublicationRequest request) {
        requireOpen();
        LoopbackPublication publication = new LoopbackPublication(hub, capabilities.maxPayload());
        publications.add(publication);
        return publication;
    }

    @Override
    public EngineSubscription subscription(SubscriptionRequest request) {
        requireOpen();
        LoopbackSubscription subscription = new LoopbackSubscription(hub, request.bufferLimit());
        subscriptions.add(subscription);
        return subscription;
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException("the loopback engine is closed: open another bus");
        }
    }

    @Override
    public void close() {
        closed = true;
        publications.forEach(LoopbackPublication::close);
        subscriptions.forEach(LoopbackSubscription::close);
    }
}
