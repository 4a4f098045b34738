package io.meridian.bus.routed;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends each topic to its engine, and reads patterns from every engine that may carry them. */
public final class RoutedEngine implements BusEngine {
    private final Routes routes;
    private final Map<String, BusEngine> engines;

    /** Over open engines, which it closes in the end; there is one for each name the routes give. */
    public RoutedEngine(Routes routes, Map<String, BusEngine> engines) {
        this.routes = routes;
        this.engines = Map.copyOf(engines);
    }

    /** What all of them can do: a capability that one of them lacks may not be relied on for every topic. */
    @Override
    public Capabilities capabilities() {
        return common(routes.engines());
    }

    /** What can be relied on for the topics of one pattern. */
    @Override
    public Capabilities capabilities(TopicPattern pattern) {
        return common(routes.enginesOf(pattern));
    }

    private Capabilities common(Set<String> names) {
        Set<Capability> supported = EnumSet.allOf(Capability.class);
        Map<Capability, String> limits = new EnumMap<>(Capability.class);
        AckLevel fast = AckLevel.REPLICATED;
        AckLevel durable = AckLevel.REPLICATED;
        int maxPayload = Integer.MAX_VALUE;
        List<String> used = new ArrayList<>();
        for (String name : names) {
            Capabilities one = engines.get(name).capabilities();
            used.add(name);
            supported.retainAll(one.supported());
            one.limits()
                    .forEach((capability, text) ->
                            limits.merge(capability, name + ": " + text, (before, more) -> before + "; " + more));
            fast = fast.atLeast(one.fastAck()) ? one.fastAck() : fast;
            durable = durable.atLeast(one.durableAck()) ? one.durableAck() : durable;
            maxPayload = Math.min(maxPayload, one.maxPayload());
        }
        return new Capabilities(String.join("+", used), supported, limits, fast, durable, maxPayload);
    }

    @Override
    public boolean isConnected() {
        for (BusEngine engine : engines.values()) {
            if (!engine.isConnected()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int underReplicated() {
        return engines.values().stream().mapToInt(BusEngine::underReplicated).sum();
    }

    @Override
    public EnginePublication publication(PublicationRequest request) {
        return engines.get(routes.engineOf(request.topic())).publication(request);
    }

    @Override
    public EngineSubscription subscription(SubscriptionRequest request) {
        Set<String> names = routes.enginesOf(request.pattern());
        if (names.size() == 1) {
            return engines.get(names.iterator().next()).subscription(request);
        }
        List<EngineSubscription> parts = new ArrayList<>();
        try {
            for (String name : names) {
                parts.add(engines.get(name).subscription(request));
            }
        } catch (RuntimeException failure) {
            parts.forEach(EngineSubscription::close);
            throw failure;
        }
        return new RoutedSubscription(parts, request.profile() == Profile.DURABLE);
    }

    @Override
    public void close() {
        engines.values().forEach(BusEngine::close);
    }
}
