package io.meridian.bus.nats;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.nats.client.NUID;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One deployment's traffic over one connection. */
final class NatsEngine implements BusEngine {
    private final EngineContext context;
    private final NatsSettings settings;
    private final Capabilities capabilities;
    private final Subjects subjects;
    private final Failures failures;
    private final DeploymentStream stream;
    private final Consumers consumers;
    private final NatsLink link;
    private final String inboxRoot = "_INBOX." + NUID.nextGlobal() + '.';
    private final String holder;
    private final AtomicInteger inboxes = new AtomicInteger();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    NatsEngine(EngineContext context, NatsSettings settings, Capabilities capabilities) {
        this.context = context;
        this.settings = settings;
        this.capabilities = capabilities;
        subjects = new Subjects(context.deployment());
        failures = new Failures(context.listener());
        stream = new DeploymentStream(settings, subjects);
        consumers = new Consumers(settings, stream.name());
        String client = "meridian-" + context.deployment();
        holder = client + " pid=" + ProcessHandle.current().pid();
        link = new NatsLink(settings, client, failures, context.listener());
    }

    void start() {
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
    public EnginePublication publication(PublicationRequest request) {
        refuseWhenClosed();
        String subject = subjects.of(request.profile(), request.topic());
        if (request.profile() == Profile.FAST) {
            return opened(new FastPublication(link, subject));
        }
        DurablePublication publication =
                new DurablePublication(link, settings, failures, stream, subject, request.topic(), inbox());
        link.add(publication);
        return opened(publication);
    }

    @Override
    public EngineSubscription subscription(SubscriptionRequest request) {
        refuseWhenClosed();
        if (request.profile() == Profile.FAST) {
            FastSubscription subscription = new FastSubscription(link, settings, subjects, request);
            link.add(subscription);
            return opened(subscription);
        }
        DurableSubscription subscription =
                new DurableSubscription(link, settings, subjects.prefix(Profile.DURABLE), request, cursor(request));
        link.add(subscription);
        return opened(subscription);
    }

    private Cursor cursor(SubscriptionRequest request) {
        String filter = subjects.of(Profile.DURABLE, request.pattern());
        if (request.name() == null) {
            return new UnnamedCursor(consumers, stream, failures, filter, inbox(), request.start(), context.clock());
        }
        NameLock lock = new NameLock(subjects.lock(request.name()), holder);
        return new NamedCursor(consumers, stream, failures, settings, request, filter, inbox(), context.clock(), lock);
    }

    private String inbox() {
        return inboxRoot + inboxes.incrementAndGet();
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new IllegalStateException("engine=nats deployment=" + context.deployment() + " is closed");
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        if (closed) {
            closeAll();
        }
        return closeable;
    }

    @Override
    public void close() {
        closed = true;
        closeAll();
        link.close();
    }

    private void closeAll() {
        for (AutoCloseable closeable : open) {
            try {
                closeable.close();
            } catch (Exception e) {
                // Ours throw nothing checked, and closing goes on with the others.
            }
            open.remove(closeable);
        }
    }
}
