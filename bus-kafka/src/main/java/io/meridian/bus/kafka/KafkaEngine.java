package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochNanoClock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** One deployment's traffic on one Kafka cluster. */
final class KafkaEngine implements BusEngine {
    private static final long OPEN_PATIENCE_NS = 2_000_000_000L;
    private static final long BEAT_NS = 800_000_000L;
    private static final Duration FLUSH_ON_CLOSE = Duration.ofSeconds(1);

    private final ClientConfig config;
    private final KafkaNames names;
    private final Capabilities capabilities;
    private final EpochNanoClock clock;
    private final Episodes episodes;
    private final Catalog catalog;
    private final SubscriptionNotes notes;
    private final List<ProducerSlot> slots = List.of(new ProducerSlot(Profile.FAST), new ProducerSlot(Profile.DURABLE));
    private final List<KafkaPublication> publications = new CopyOnWriteArrayList<>();
    private final List<KafkaSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Set<String> ownNames = new HashSet<>();
    private final KafkaLink link;
    private int versionSeen;
    private long nextBeatNs = System.nanoTime();
    private volatile boolean closed;

    KafkaEngine(EngineContext context, Capabilities capabilities) {
        this.capabilities = capabilities;
        clock = context.clock();
        config = new ClientConfig(context.settings(), "meridian-" + context.deployment());
        names = new KafkaNames(context.deployment(), context.settings().get(KafkaSettings.TOPIC_SEGMENTS));
        episodes = new Episodes(context.listener());
        catalog = new Catalog(names, config, new TopicSettings(context.settings()), episodes);
        notes = new SubscriptionNotes(this, names.notesTopic());
        link = new KafkaLink(
                config, catalog, context.listener(), episodes, slots, new Care(), "kafka-link-" + context.deployment());
        link.start();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isConnected() {
        return link.isConnected();
    }

    @Override
    public int underReplicated() {
        return catalog.underReplicated();
    }

    ClientConfig config() {
        return config;
    }

    Catalog catalog() {
        return catalog;
    }

    Episodes episodes() {
        return episodes;
    }

    SubscriptionNotes notes() {
        return notes;
    }

    Waiter waiter() {
        return link;
    }

    long epochNs() {
        return clock.nanoTime();
    }

    Admin admin() {
        return link.admin();
    }

    void signal() {
        link.signal();
    }

    @Override
    public EnginePublication publication(PublicationRequest request) {
        checkOpen();
        KafkaTopic kafkaTopic = catalog.want(names.kafkaTopic(request.topic(), request.profile()), request.profile());
        ProducerSlot slot = slots.get(request.profile().ordinal());
        KafkaPublication publication = switch (request.profile()) {
            case FAST -> new FastPublication(this, slot, request.topic(), kafkaTopic);
            case DURABLE -> new DurablePublication(this, slot, request.topic(), kafkaTopic);
        };
        publications.add(publication);
        link.signal();
        // Where the cluster is there, the first offer should find the topic made: a few milliseconds.
        long deadlineNs = System.nanoTime() + OPEN_PATIENCE_NS;
        while (isConnected()
                && !kafkaTopic.sendable
                && kafkaTopic.refusal == null
                && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(1_000_000L);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return publication;
    }

    @Override
    public EngineSubscription subscription(SubscriptionRequest request) {
        checkOpen();
        boolean named = request.name() != null;
        boolean shared = named && (request.shared() || request.profile() == Profile.FAST);
        String group = named ? names.group(request.profile(), request.name()) : null;
        if (named && !shared) {
            takeName(group);
        }
        if (request.pattern().isConcrete()) {
            catalog.want(names.kafkaTopic(request.pattern().topic(), request.profile()), request.profile());
        }
        KafkaSubscription subscription =
                shared ? new GroupSubscription(this, request, group) : new AssignedSubscription(this, request, group);
        try {
            setUpNow(subscription);
        } catch (RuntimeException e) {
            released(subscription);
            throw e instanceof EngineException ? e : Failures.tell("opening " + subscription, e);
        }
        if (!subscription.isSetUp()) {
            subscription.beginLate();
        }
        subscriptions.add(subscription);
        link.signal();
        return subscription;
    }

    /** Opens it at once where the cluster is there; otherwise the link does when it comes. */
    private void setUpNow(KafkaSubscription subscription) {
        long deadlineNs = System.nanoTime() + OPEN_PATIENCE_NS;
        while (isConnected() && !subscription.isSetUp()) {
            try {
                link.lookNow();
                subscription.setUp(link);
            } catch (LinkLostException e) {
                return;
            } catch (SubscriptionNotes.UndecidedException e) {
                LockSupport.parkNanos(100_000_000L);
            } catch (RuntimeException e) {
                if (!Failures.isPassing(e)) {
                    throw e;
                }
                if (System.nanoTime() - deadlineNs > 0) {
                    return;
                }
                // Just made, and not known to every broker yet.
                LockSupport.parkNanos(e instanceof UnknownTopicOrPartitionException ? 10_000_000L : 50_000_000L);
            }
        }
    }

    private void takeName(String group) {
        synchronized (ownNames) {
            if (!ownNames.add(group)) {
                throw new EngineException(
                        "the subscription of group " + group + " is open already, and it is not shared. Close "
                                + "the other one first, ask for both as shared, or use another name.");
            }
        }
    }

    void released(KafkaPublication publication) {
        publications.remove(publication);
    }

    void released(KafkaSubscription subscription) {
        subscriptions.remove(subscription);
        if (subscription instanceof AssignedSubscription && subscription.group != null) {
            synchronized (ownNames) {
                ownNames.remove(subscription.group);
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        publications.forEach(KafkaPublication::close);
        subscriptions.forEach(KafkaSubscription::close);
        boolean reachable = isConnected();
        slots.forEach(slot -> slot.close(reachable ? FLUSH_ON_CLOSE : Duration.ZERO));
        link.close();
    }

    private final class Care implements KafkaLink.Tenants {
        @Override
        public void onLook() {
            for (KafkaSubscription subscription : subscriptions) {
                if (!subscription.isSetUp()) {
                    setUpLate(subscription);
                }
            }
            if (System.nanoTime() - nextBeatNs >= 0) {
                nextBeatNs = System.nanoTime() + BEAT_NS;
                notes.beat(own(), link);
            }
            if (catalog.version() != versionSeen) {
                versionSeen = catalog.version();
                subscriptions.forEach(KafkaSubscription::onCatalogChange);
            }
        }

        private List<AssignedSubscription> own() {
            List<AssignedSubscription> own = new ArrayList<>();
            for (KafkaSubscription subscription : subscriptions) {
                if (subscription instanceof AssignedSubscription assigned
                        && subscription.group != null
                        && subscription.isSetUp()) {
                    own.add(assigned);
                }
            }
            return own;
        }

        private void setUpLate(KafkaSubscription subscription) {
            String trouble = "open " + subscription;
            try {
                subscription.setUp(link);
                episodes.end(trouble);
            } catch (LinkLostException e) {
                throw e;
            } catch (SubscriptionNotes.UndecidedException e) {
                // The next turn knows more.
                return;
            } catch (RuntimeException e) {
                if (!Failures.isPassing(e)) {
                    episodes.begin(trouble, Failures.tell("opening " + subscription, e));
                }
            }
        }

        @Override
        public void onStallCheck(long stallNs) {
            long now = System.nanoTime();
            for (KafkaPublication publication : publications) {
                if (publication instanceof DurablePublication durable) {
                    String trouble = "stall " + publication.kafkaTopic;
                    if (durable.isStalled(now, stallNs)) {
                        episodes.begin(
                                trouble,
                                new EngineException("durable messages in the Kafka topic " + publication.kafkaTopic
                                        + " are not acknowledged, although the cluster answers: too few replicas are"
                                        + " in step, the partition has no leader, or the disk of its broker is full."
                                        + " Look at kafka-topics.sh --describe --topic " + publication.kafkaTopic
                                        + " and at the broker's log. They are kept and sent again until it works."));
                    } else {
                        episodes.end(trouble);
                    }
                }
            }
        }
    }
}
