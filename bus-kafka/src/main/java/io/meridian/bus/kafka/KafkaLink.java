package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.meridian.bus.setting.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;

/**
 * The engine's own thread: finds the cluster, tells whether it is there, looks for Kafka topics that appear, creates those
 * that are wanted, and does the parts of opening that have to wait. So no thread of a user ever waits for a broker.
 */
final class KafkaLink implements Runnable, Waiter {
    private static final long LOOK_INTERVAL_NS = 200_000_000L;
    private static final long STALL_NS = 5_000_000_000L;
    private static final long SLOW_RETRY_NS = 2_000_000_000L;
    private static final int PROBE_TIMEOUT_MS = 1500;
    private static final String CONNECTION = "connection";

    private final ClientConfig config;
    private final Catalog catalog;
    private final EngineListener listener;
    private final Episodes episodes;
    private final List<ProducerSlot> slots;
    private final Tenants tenants;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private volatile Admin admin;
    private volatile Metric connections;
    private volatile boolean connected;
    private volatile boolean closed;
    private boolean signalled;
    private boolean slow;
    private boolean everConnected;
    private boolean lossTold;
    private long nextLookNs = System.nanoTime();
    private long nextStallCheckNs = System.nanoTime();

    /** What the link looks after for the engine. */
    interface Tenants {
        /** Called when the cluster is there and after the Kafka topics may have changed. */
        void onLook();

        /** Called now and then while connected, to tell of durable messages that nobody confirms. */
        void onStallCheck(long stallNs);
    }

    KafkaLink(
            ClientConfig config,
            Catalog catalog,
            EngineListener listener,
            Episodes episodes,
            List<ProducerSlot> slots,
            Tenants tenants,
            String name) {
        this.config = config;
        this.catalog = catalog;
        this.listener = listener;
        this.episodes = episodes;
        this.slots = slots;
        this.tenants = tenants;
        thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isConnected() {
        return connected;
    }

    Admin admin() {
        return admin;
    }

    /** There is something to do now. */
    void signal() {
        lock.lock();
        try {
            signalled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                turn();
            } catch (LinkLostException e) {
                lost(e.getMessage());
            } catch (RuntimeException e) {
                failed(e);
            }
            pause();
        }
        disconnect();
    }

    private void turn() {
        if (admin == null && !connect()) {
            return;
        }
        if (System.nanoTime() - nextLookNs >= 0) {
            catalog.look(admin, this);
            nextLookNs = System.nanoTime() + LOOK_INTERVAL_NS;
            found();
        }
        if (!connected) {
            return;
        }
        catalog.create(admin, this);
        catalog.check(admin, this);
        for (ProducerSlot slot : slots) {
            if (slot.renew(config.producer(slot.profile))) {
                catalog.forgetSendable(slot.profile);
            }
        }
        introduce();
        tenants.onLook();
        if (System.nanoTime() - nextStallCheckNs >= 0) {
            nextStallCheckNs = System.nanoTime() + 1_000_000_000L;
            tenants.onStallCheck(STALL_NS);
        }
    }

    /** Looks for a broker before any client of Kafka's is made. */
    private boolean connect() {
        List<String> reasons = new ArrayList<>();
        for (HostPort address : config.bootstrap()) {
            ServerProbe.Found found =
                    config.isPlaintext() ? ServerProbe.look(address, PROBE_TIMEOUT_MS) : new ServerProbe.Found.Broker();
            switch (found) {
                case ServerProbe.Found.Broker broker -> {
                    Admin created = Admin.create(config.admin());
                    connections = created.metrics().values().stream()
                            .filter(metric -> metric.metricName().name().equals("connection-count"))
                            .findFirst()
                            .orElse(null);
                    admin = created;
                    for (ProducerSlot slot : slots) {
                        slot.renew(config.producer(slot.profile));
                    }
                    episodes.end(CONNECTION);
                    return true;
                }
                case ServerProbe.Found.Nobody(String why) -> reasons.add(address + ": " + why);
                case ServerProbe.Found.Stranger(String what) -> {
                    episodes.begin(
                            CONNECTION,
                            new EngineException("the server at " + address + " is not a Kafka broker: " + what
                                    + ". Set KAFKA_BOOTSTRAP to a broker's address, or KAFKA_SECURITY_PROTOCOL if it"
                                    + " wants encryption. Looking again every few seconds."));
                    reasons.add(address + ": " + what);
                }
            }
        }
        lost("no Kafka broker can be reached (" + String.join("; ", reasons) + ")");
        nextLookNs = System.nanoTime() + LOOK_INTERVAL_NS;
        return false;
    }

    /** Makes the producers know the topics, so that sending never has to ask. */
    private void introduce() {
        for (KafkaTopic topic : catalog.notYetSendable()) {
            ProducerSlot slot = slots.get(topic.profile.ordinal());
            try {
                topic.sendable = !slot.producer.partitionsFor(topic.name).isEmpty();
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                // It has asked the broker now; the answer is there at the next turn.
                signalled = true;
            }
        }
    }

    private void found() {
        slow = false;
        if (!connected) {
            connected = true;
            everConnected = true;
            lossTold = false;
            episodes.end(CONNECTION);
            listener.onConnected();
        }
    }

    private void lost(String reason) {
        connected = false;
        if (!lossTold && !closed) {
            lossTold = true;
            listener.onConnectionLost(reason);
        }
        nextLookNs = System.nanoTime() + LOOK_INTERVAL_NS;
    }

    private void failed(RuntimeException failure) {
        if (failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            if (connected && hasConnection() && !slow) {
                // Once is a slow cluster, twice is one that is away.
                slow = true;
                return;
            }
            lost("the Kafka cluster at " + config.bootstrapText() + " does not answer: " + Failures.reason(failure));
            if (!everConnected) {
                episodes.begin(CONNECTION, Failures.tell("connecting to Kafka at " + config.bootstrapText(), failure));
            }
        } else if (Failures.isPassing(failure)) {
            lost(failure.getMessage());
        } else {
            connected = false;
            lossTold = true;
            episodes.begin(CONNECTION, Failures.tell("connecting to Kafka at " + config.bootstrapText(), failure));
            nextLookNs = System.nanoTime() + SLOW_RETRY_NS;
        }
    }

    private void pause() {
        lock.lock();
        try {
            long wait = Math.min(LOOK_INTERVAL_NS, Math.max(0, nextLookNs - System.nanoTime()));
            if (signalled && connected) {
                // Woken for a piece of work that may need a few more turns: give the broker a moment.
                wait = Math.min(wait, 2_000_000L);
            }
            signalled = false;
            if (wait > 0 && !closed) {
                changed.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> T await(KafkaFuture<T> future) {
        long unconnectedSinceNs = 0;
        while (true) {
            try {
                return future.get(20, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (closed) {
                    throw new LinkLostException("the engine is closed");
                }
                if (!everConnected || hasConnection()) {
                    unconnectedSinceNs = 0;
                } else if (unconnectedSinceNs == 0) {
                    unconnectedSinceNs = System.nanoTime();
                } else if (System.nanoTime() - unconnectedSinceNs > 100_000_000L) {
                    throw new LinkLostException("the Kafka cluster at " + config.bootstrapText()
                            + " closed the connection and takes no new one: the broker ended or the network is cut."
                            + " Its log tells why, a full disk for instance. It is looked for until it is back");
                }
            } catch (ExecutionException e) {
                throw Failures.unwrap(e) instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LinkLostException("interrupted");
            }
        }
    }

    private boolean hasConnection() {
        return connections == null || !(connections.metricValue() instanceof Double count) || count > 0;
    }

    /** Runs a look in the thread of the caller, so that what it opens starts from what exists now. */
    void lookNow() {
        catalog.look(admin, this);
    }

    void close() {
        closed = true;
        connected = false;
        signal();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void disconnect() {
        Admin last = admin;
        if (last != null) {
            last.close(Duration.ZERO);
        }
    }

    /** Whether this thread may wait for the cluster: the link's own may, a user's may not for long. */
    ProducerSlot slot(Profile profile) {
        return slots.get(profile.ordinal());
    }
}
