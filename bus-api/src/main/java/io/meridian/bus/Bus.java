package io.meridian.bus;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.concurrent.IdleStrategy;

/**
 * A connection to the bus for one instance: hands out publishers, subscriptions, requesters and responders, each for one
 * thread. Safe to call from any thread.
 *
 * <p>What an engine cannot do is refused here, when it is asked for, never silently weakened.
 */
public final class Bus implements AutoCloseable {
    private final BusConfig config;
    private final EngineEvents events;
    private final BusEngine engine;
    private final DeadLetters deadLetters;
    private final Map<String, AckLevel> requiredAcks;
    private final Map<Topic, Publisher> publishers = new ConcurrentHashMap<>();
    private final Map<Topic, Long> lastSequences = new ConcurrentHashMap<>();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger responders = new AtomicInteger();
    private volatile boolean closed;

    private Bus(BusConfig config) {
        this.config = config;
        events = new EngineEvents(config.listener());
        requiredAcks = config.settings().get(BusSettings.ACK_REQUIRED);
        requiredAcks.keySet().forEach(TopicPattern::of);
        deadLetters = new DeadLetters(this);
        engine = EngineOpening.open(config, events);
    }

    /**
     * Opens a bus and begins to connect. Does not wait for a server: see {@link #awaitConnected}.
     *
     * @throws EngineException when it can never work: no such engine, or settings that contradict each other
     * @throws io.meridian.bus.setting.SettingsException when settings are wrong, naming each
     */
    public static Bus open(BusContext context) {
        return new Bus(context.conclude());
    }

    /** What it was opened with. */
    public BusConfig config() {
        return config;
    }

    /** What can be relied on for every topic. */
    public Capabilities capabilities() {
        return engine.capabilities();
    }

    /** What can be relied on for the topics of one pattern; more than the above where topics are routed. */
    public Capabilities capabilities(TopicPattern pattern) {
        return engine.capabilities(pattern);
    }

    /** Whether publishing and receiving can work right now. */
    public boolean isConnected() {
        return !closed && engine.isConnected();
    }

    /** How many logs of the engine have fewer copies in step than they are to have; 0 where it cannot tell. */
    public int underReplicated() {
        return closed ? 0 : engine.underReplicated();
    }

    /**
     * Waits until there is a connection.
     *
     * @throws EngineException when there is none in time, with what went wrong last and what to do about it
     */
    public void awaitConnected(long timeoutNs) {
        IdleStrategy idle = config.idleStrategy().get();
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (!isConnected()) {
            if (closed) {
                throw new EngineException("the bus was closed while waiting for a connection");
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new EngineException("no connection to engine="
                        + capabilities().engine() + " after " + timeoutNs / 1_000_000 + " ms. " + events.lastProblem());
            }
            idle.idle();
        }
    }

    /**
     * Opens the publisher of one topic, for one thread. A topic has one publisher in a bus at a time, since its messages
     * are numbered without gaps. When it is closed and another is opened, numbering goes on.
     *
     * @throws io.meridian.bus.delivery.UnsupportedByEngineException when the engine cannot give what is asked
     * @throws IllegalStateException when the topic has a publisher here already
     */
    public Publisher publisher(PublisherSpec spec) {
        return openPublisher(spec, Action.PUBLISH);
    }

    Publisher requestPublisher(Topic topic) {
        return openPublisher(PublisherSpec.fast(topic), Action.REQUEST);
    }

    private Publisher openPublisher(PublisherSpec spec, Action action) {
        GrantHandle grant = config.grants().handle(config.principal(), config.pool(), action, spec.topic());
        Publisher[] opened = new Publisher[1];
        publishers.compute(spec.topic(), (topic, existing) -> {
            if (existing != null) {
                throw new IllegalStateException("topic=" + topic
                        + " has a publisher in this bus already: use that one, or" + " close it first");
            }
            opened[0] = open(spec, Thread.currentThread(), grant);
            return opened[0];
        });
        return opened[0];
    }

    /** For the bus itself: no grant is asked, and the caller sees to it that the topic is its own. */
    Publisher openOwn(PublisherSpec spec, Object owner) {
        GrantTable all = GrantTable.unrestricted();
        return open(spec, owner, all.handle(config.principal(), config.pool(), Action.PUBLISH, spec.topic()));
    }

    private Publisher open(PublisherSpec spec, Object owner, GrantHandle grant) {
        Capabilities can = engine.capabilities(TopicPattern.of(spec.topic()));
        String asker = "publisher of topic=" + spec.topic();
        requireProfile(can, spec.profile(), asker);
        can.requireAck(spec.profile(), requiredAck(spec), asker);
        Publisher publisher = new Publisher(
                this,
                spec,
                openPublication(spec.topic(), spec.profile(), owner),
                grant,
                can.maxPayload(),
                lastSequences.getOrDefault(spec.topic(), 0L));
        register(publisher);
        return publisher;
    }

    EnginePublication openPublication(Topic topic, Profile profile, Object owner) {
        requireOpen();
        return engine.publication(new PublicationRequest(topic, profile, owner));
    }

    private AckLevel requiredAck(PublisherSpec spec) {
        AckLevel required = spec.required();
        for (Map.Entry<String, AckLevel> rule : requiredAcks.entrySet()) {
            if (rule.getValue().atLeast(required)
                    && TopicPattern.of(rule.getKey()).matches(spec.topic())) {
                required = rule.getValue();
            }
        }
        return required;
    }

    private static void requireProfile(Capabilities can, Profile profile, String asker) {
        can.require(profile == Profile.FAST ? Capability.FAST : Capability.DURABLE, asker);
    }

    /**
     * Opens a subscription, to be polled by one thread. When this returns and the bus is connected, every message published
     * from now on is in its reach.
     *
     * @throws io.meridian.bus.delivery.UnsupportedByEngineException when the engine cannot give what is asked
     * @throws GrantDeniedException when no grant covers the whole pattern
     */
    public Subscription subscribe(SubscriptionSpec spec, MessageHandler handler) {
        return open(spec, handler, config.grants());
    }

    Subscription subscribeOwn(SubscriptionSpec spec, MessageHandler handler) {
        return open(spec, handler, GrantTable.unrestricted());
    }

    private Subscription open(SubscriptionSpec spec, MessageHandler handler, GrantTable grants) {
        requireOpen();
        requireSupported(spec);
        GrantHandle grant = grants.handle(config.principal(), config.pool(), Action.SUBSCRIBE, spec.pattern());
        long now = config.clock().nanoTime();
        if (!grant.allowed(now)) {
            throw new GrantDeniedException(grant.explain(now));
        }
        EngineSubscription source = engine.subscription(new SubscriptionRequest(
                spec.pattern(),
                spec.profile(),
                spec.name(),
                spec.shared(),
                spec.start(),
                spec.overflow(),
                spec.bufferLimit(),
                spec.maxInFlight()));
        Subscription subscription = new Subscription(this, spec, source, handler, grant, deadLetters);
        register(subscription);
        return subscription;
    }

    private void requireSupported(SubscriptionSpec spec) {
        Capabilities can = engine.capabilities(spec.pattern());
        String asker = "subscription to pattern=" + spec.pattern();
        requireProfile(can, spec.profile(), asker);
        if (spec.shared()) {
            can.require(Capability.GROUPS, asker);
        } else if (spec.name() != null) {
            can.require(Capability.DURABLE_NAMES, asker);
        }
        if (spec.profile() == Profile.FAST && spec.overflow() == Overflow.LOSSLESS) {
            can.require(Capability.FAST_LOSSLESS, asker);
        }
        StartAt.Kind start = spec.start().kind();
        if (start == StartAt.Kind.EARLIEST) {
            can.require(Capability.REPLAY_EARLIEST, asker);
        } else if (start == StartAt.Kind.SEQUENCE) {
            can.require(Capability.REPLAY_SEQUENCE, asker);
        } else if (start == StartAt.Kind.TIME) {
            can.require(Capability.REPLAY_TIME, asker);
        }
    }

    /** Opens a requester, for one thread. */
    public Requester requester() {
        requireOpen();
        engine.capabilities().require(Capability.REQUEST_REPLY, "requester");
        Requester requester = new Requester(this);
        register(requester);
        return requester;
    }

    /** Answers requests that match {@code pattern}; the responder is to be polled by one thread. */
    public Responder respond(TopicPattern pattern, RequestHandler handler) {
        return openResponder(pattern, null, handler);
    }

    /** As {@link #respond}, but each request goes to one responder of the group. */
    public Responder respondInGroup(TopicPattern pattern, String group, RequestHandler handler) {
        return openResponder(pattern, group, handler);
    }

    private Responder openResponder(TopicPattern pattern, String group, RequestHandler handler) {
        requireOpen();
        engine.capabilities(pattern).require(Capability.REQUEST_REPLY, "responder to pattern=" + pattern);
        Responder responder = new Responder(this, pattern, group, responders.incrementAndGet(), handler);
        register(responder);
        return responder;
    }

    /** Opens a relay, which publishes messages again under their own ids. For platform processes, for one thread. */
    public Relay relay(Profile profile) {
        requireOpen();
        requireProfile(engine.capabilities(), profile, "relay");
        Relay relay = new Relay(this, profile);
        register(relay);
        return relay;
    }

    private void register(AutoCloseable part) {
        open.add(part);
        if (closed) {
            closeQuietly(part);
            requireOpen();
        }
    }

    void released(AutoCloseable part) {
        open.remove(part);
        if (part instanceof Publisher publisher) {
            lastSequences.merge(publisher.topic(), publisher.sequence(), Math::max);
            publishers.remove(publisher.topic(), publisher);
        }
    }

    /** Tells the listener; what it throws is dropped, as the interface says. */
    void tell(Consumer<BusListener> event) {
        events.tell(event);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("bus is closed: open a new one");
        }
    }

    /** Closes all that it handed out, then the engine. Idempotent, from any thread, while others are inside. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        open.forEach(Bus::closeQuietly);
        deadLetters.close();
        engine.close();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            throw new IllegalStateException("part=" + part.getClass().getSimpleName() + " did not close", failure);
        }
    }
}
