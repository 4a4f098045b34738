package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ServerInfo;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a session to the servers for as long as it is open, from one thread of its own, and ties what was handed out to each
 * new one. The client library's own reconnecting is turned off: it would send what its queue still held before the bus can
 * offer again what was lost, and so change the order.
 */
final class NatsLink implements AutoCloseable {
    private static final String OLDEST = "2.9.0";
    private static final String OLDEST_WITH_FSYNC = "2.10.0";
    private static final long TICK_NS = 250_000_000L;
    private static final int PINGS_OUT = 2;

    private final NatsSettings settings;
    private final String clientName;
    private final Failures failures;
    private final EngineListener listener;
    private final Collection<Attachable> attachables = new CopyOnWriteArrayList<>();
    private final ReentrantLock attaching = new ReentrantLock();
    private final ReentrantLock signalLock = new ReentrantLock();
    private final Condition signal = signalLock.newCondition();
    private final ThreadFactory threads;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final Thread thread;

    private volatile Session session;
    private volatile boolean connected;
    private volatile boolean closed;
    private boolean signalled;
    private boolean lossTold;

    NatsLink(NatsSettings settings, String clientName, Failures failures, EngineListener listener) {
        this.settings = settings;
        this.clientName = clientName;
        this.failures = failures;
        this.listener = listener;
        threads =
                Thread.ofPlatform().daemon().name("nats-" + clientName + "-", 0).factory();
        executor = Executors.newCachedThreadPool(threads);
        timer = Executors.newSingleThreadScheduledExecutor(threads);
        thread = Thread.ofPlatform()
                .daemon()
                .name("nats-" + clientName + "-link")
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The session that works right now, or null. */
    Session session() {
        Session current = session;
        return current == null || current.lost ? null : current;
    }

    /** Whether there is a session, as far as the listener was told: it hears of a loss before this becomes false. */
    boolean isConnected() {
        return connected;
    }

    /** Ties it to the current session at once, if there is one, and to each later one. */
    void add(Attachable attachable) {
        attachables.add(attachable);
        Session current = session();
        if (current == null) {
            return;
        }
        try {
            attach(attachable, current);
        } catch (EngineException e) {
            attachables.remove(attachable);
            throw e;
        } catch (IOException | JetStreamApiException e) {
            // It is tried again from the link's own thread.
            wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void remove(Attachable attachable) {
        attachables.remove(attachable);
    }

    /** Has the link look again at what is attached. */
    void wake() {
        signalLock.lock();
        try {
            signalled = true;
            signal.signalAll();
        } finally {
            signalLock.unlock();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wake();
        try {
            thread.join(settings.connectTimeout().toMillis()
                    + settings.requestTimeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Session current = session;
        session = null;
        connected = false;
        if (current != null) {
            current.lost = true;
            closeQuietly(current.connection);
        }
        executor.shutdown();
        timer.shutdownNow();
    }

    private void run() {
        while (!closed) {
            Session current = session;
            if (current == null || current.lost) {
                if (current != null) {
                    drop(current);
                }
                if (!closed && !connect()) {
                    pause(settings.reconnectWait().toNanos());
                }
            } else {
                serve(current);
                pause(TICK_NS);
            }
        }
    }

    private void drop(Session lostSession) {
        session = null;
        tellLost("the connection to the server was lost");
        connected = false;
        for (Attachable attachable : attachables) {
            attaching.lock();
            try {
                attachable.detach();
            } finally {
                attaching.unlock();
            }
        }
        executor.execute(() -> closeQuietly(lostSession.connection));
    }

    private void tellLost(String reason) {
        if (!lossTold && !closed) {
            lossTold = true;
            listener.onConnectionLost(reason);
        }
    }

    private boolean connect() {
        OutgoingMeter meter = new OutgoingMeter(settings.publishBuffer());
        try {
            Connection connection = Nats.connect(options(meter));
            EngineException unfit = unfit(connection.getServerInfo());
            if (unfit != null) {
                closeQuietly(connection);
                failures.tell("connect", unfit);
                return false;
            }
            opened(new Session(connection, meter, settings.requestTimeout()));
            return true;
        } catch (InterruptedException e) {
            return false;
        } catch (IOException | RuntimeException e) {
            ConnectProblem problem = ConnectProblem.of(settings, e);
            if (problem.failure() != null) {
                failures.tell("connect", problem.failure());
            }
            tellLost(problem.reason());
            return false;
        }
    }

    private void opened(Session opened) {
        failures.over("connect");
        serve(opened);
        session = opened;
        if (opened.connection.getStatus() != Connection.Status.CONNECTED) {
            opened.lost = true;
            return;
        }
        lossTold = false;
        // What was opened while the session was not yet to be seen.
        serve(opened);
        if (!opened.lost) {
            connected = true;
            listener.onConnected();
        }
    }

    private EngineException unfit(ServerInfo server) {
        String which = "the server at " + String.join(", ", settings.urls()) + " is nats-server " + server.getVersion();
        if (server.isOlderThanVersion(OLDEST)) {
            return new EngineException(which + ", but " + OLDEST
                    + " or newer is needed, for pull consumers with heartbeats. Upgrade the server, or set"
                    + " nats.url to another.");
        }
        if (settings.fsync() && server.isOlderThanVersion(OLDEST_WITH_FSYNC)) {
            return new EngineException(which + ", which cannot force each message to the disk: sync_interval came with "
                    + OLDEST_WITH_FSYNC
                    + ". But nats.fsync=true promises it. Upgrade the server and set sync_interval: always"
                    + " in its jetstream block, or set nats.fsync=false and accept acknowledgements at STORED.");
        }
        if (server.getMaxPayload() < settings.maxPayload()) {
            return new EngineException(which + " with max_payload=" + server.getMaxPayload() + ", but nats.max.payload="
                    + settings.maxPayload() + " promises more. Set nats.max.payload=" + server.getMaxPayload()
                    + ", or raise max_payload in the server's configuration.");
        }
        return null;
    }

    private void serve(Session current) {
        long now = System.nanoTime();
        for (Attachable attachable : attachables) {
            if (closed || current.lost) {
                return;
            }
            try {
                if (attachable.isAttached(current)) {
                    attachable.tick(current, now);
                } else {
                    attach(attachable, current);
                    failures.over(attachable.describe());
                }
            } catch (EngineException e) {
                failures.tell(attachable.describe(), e);
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                if (!current.lost) {
                    failures.tell(attachable.describe(), JetStreamProblem.of(attachable.describe(), settings, e));
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void attach(Attachable attachable, Session current)
            throws IOException, JetStreamApiException, InterruptedException {
        attaching.lock();
        try {
            if (!attachable.isAttached(current)) {
                attachable.attach(current);
            }
        } finally {
            attaching.unlock();
        }
    }

    private void pause(long nanos) {
        signalLock.lock();
        try {
            long left = nanos;
            while (!signalled && !closed && left > 0) {
                left = signal.awaitNanos(left);
            }
            signalled = false;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but the end of the process.
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            signalLock.unlock();
        }
    }

    private Options options(OutgoingMeter meter) throws IOException {
        Options.Builder builder = Options.builder()
                .servers(settings.urls().toArray(String[]::new))
                .connectionName(clientName)
                .connectionTimeout(settings.connectTimeout())
                .noReconnect()
                .reconnectBufferSize(0)
                .maxMessagesInOutgoingQueue(0)
                .statisticsCollector(meter)
                .subjectValidationType(Options.SubjectValidationType.None)
                .pingInterval(settings.pingInterval())
                .maxPingsOut(PINGS_OUT)
                .executor(executor)
                .scheduledExecutor(timer)
                .connectThreadFactory(threads)
                .callbackThreadFactory(threads)
                .connectionListener(new Watch(meter))
                .errorListener(new Errors());
        Login.apply(settings, builder);
        return builder.build();
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the link that its connection is gone. */
    private final class Watch implements ConnectionListener {
        private final OutgoingMeter meter;

        Watch(OutgoingMeter meter) {
            this.meter = meter;
        }

        @Override
        @Deprecated
        public void connectionEvent(Connection connection, Events type) {
            connectionEvent(connection, type, 0L, "");
        }

        @Override
        public void connectionEvent(Connection connection, Events type, Long time, String server) {
            if (type != Events.DISCONNECTED && type != Events.CLOSED) {
                return;
            }
            Session current = session;
            if (current != null && current.meter == meter) {
                current.lost = true;
                wake();
            }
        }
    }

    private final class Errors implements ErrorListener {
        @Override
        public void errorOccurred(Connection connection, String error) {
            if (error.toLowerCase(java.util.Locale.ROOT).contains("permissions violation")) {
                failures.tell(
                        error,
                        new EngineException("the NATS server refused something to this user: " + error
                                + ". Give the user the permission in the server's configuration, or set"
                                + " nats.user to another."));
            }
        }
    }
}
