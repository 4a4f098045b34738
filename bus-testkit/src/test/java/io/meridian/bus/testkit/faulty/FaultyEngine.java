package io.meridian.bus.testkit.faulty;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes everything on, save for its mistake. */
record FaultyEngine(BusEngine honest, Capabilities capabilities, Fault fault) implements BusEngine {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    public boolean isConnected() {
        return honest.isConnected();
    }

    @Override
    public EnginePublication publication(PublicationRequest request) {
        return honest.publication(request);
    }

    @Override
    public EngineSubscription subscription(SubscriptionRequest request) {
        return new FaultySubscription(honest.subscription(changed(request)), fault);
    }

    private SubscriptionRequest changed(SubscriptionRequest request) {
        String name = request.name();
        StartAt start = request.start();
        Overflow overflow = request.overflow();
        int bufferLimit = request.bufferLimit();
        if (name != null && (fault == Fault.FORGETS_PLACES || fault == Fault.GIVES_ALL_TO_EACH_MEMBER)) {
            name = "other" + COUNT.incrementAndGet();
        }
        if (fault == Fault.IGNORES_THE_START) {
            start = StartAt.LATEST;
        }
        if (fault == Fault.DROPS_WHEN_LOSSLESS) {
            overflow = Overflow.LOSSY;
            bufferLimit = 16;
        }
        return new SubscriptionRequest(
                request.pattern(),
                request.profile(),
                name,
                request.shared(),
                start,
                overflow,
                bufferLimit,
                request.maxInFlight());
    }

    @Override
    public void close() {
        honest.close();
    }
}
