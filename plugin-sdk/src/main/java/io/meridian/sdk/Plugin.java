package io.meridian.sdk;

import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A part of the platform that somebody writes: it reads topics, publishes to topics, and touches nothing but its sidecar. The
 * roles (such as {@link Strategy}) are plugins that say less in more.
 *
 * <p>An instance is used by one thread. It is made new each time it attaches to a sidecar: after its process or its sidecar
 * was lost, {@link #loadState} gives back what {@link #saveState} kept, and then come {@link #onStart} and every durable
 * message since. It has a constructor without arguments, which does nothing that needs the platform.
 */
public abstract class Plugin extends Handlers {
    private PluginContext context;
    private Seams seams;
    private MessageHandler ownHandler;

    /**
     * For a runtime: gives the plugin what it works with, once.
     *
     * @throws IllegalStateException when it has a runtime already
     */
    public final void attach(PluginContext given) {
        if (context != null) {
            throw new IllegalStateException(
                    "plugin=" + getClass().getName() + " has a runtime already; make a new one");
        }
        context = given;
    }

    /**
     * For a runtime: hands a message to its handler.
     *
     * @param event   the event in it, or null
     * @param handler of the subscription, or null
     */
    public final void handle(Message message, Event event, MessageHandler handler) {
        if (seams == null || !seams.holds(message, handler)) {
            handOver(message, event, handler);
        }
        if (seams != null && seams.isEmpty()) {
            seams = null;
        }
    }

    /** The handler that a subscription brought for the message that is being handled; null: the usual ones. */
    final MessageHandler ownHandler() {
        return ownHandler;
    }

    final void handOver(Message message, Event event, MessageHandler handler) {
        ownHandler = handler;
        if (event != null) {
            observe(event);
        }
        if (handler != null) {
            handler.onMessage(message);
        } else if (event != null) {
            dispatch(event);
        } else {
            onMessage(message);
        }
    }

    /** For roles: sees an event before the author does. */
    void observe(Event event) {}

    /** For a runtime: tells the plugin that something was refused. */
    public final void refuse(Refused refused) {
        observe(refused);
        onRefused(refused);
    }

    /** For roles: sees what was refused before the author does. */
    void observe(Refused refused) {}

    // What happens to it.

    /** It may work now. As it stands, subscribes to all that the manifest declares. */
    public void onStart() {
        subscribeDeclared();
    }

    /** It is to end, or its sidecar is lost: gives back what it holds outside the platform. */
    public void onStop() {}

    /** A timer without a handler of its own fired. */
    public void onTimer(Timer timer) {}

    /** The sidecar refused something. It is logged already. */
    public void onRefused(Refused refused) {}

    /** Something happened to a subscription. */
    public void onNotice(Notice notice) {}

    /** The settings changed; {@link #settings} gives the new ones. */
    public void onSettings() {}

    /** The grants changed, or the kill latch was set or released. */
    public void onGrants(boolean latched) {}

    /** How it is; asked every second. */
    public Health health() {
        return Health.HEALTHY;
    }

    /** Writes what must survive a crash. It covers every message handled so far. */
    public void saveState(DataOutput out) throws IOException {}

    /**
     * Reads what {@link #saveState} wrote, before {@link #onStart}.
     *
     * @param version what {@link #stateVersion} was when it was written
     */
    public void loadState(DataInput in, int version) throws IOException {}

    /** The version of what {@link #saveState} writes. */
    public int stateVersion() {
        return 1;
    }

    // What it can do.

    /** @throws IllegalStateException before it is attached, as in a constructor */
    protected final PluginContext context() {
        if (context == null) {
            throw new IllegalStateException("plugin=" + getClass().getName()
                    + " is not attached yet: do in onStart what" + " needs the platform, not in the constructor");
        }
        return context;
    }

    protected final Clock clock() {
        return context().clock();
    }

    protected final Log log() {
        return context().log();
    }

    /** Where to publish to a topic, fast and with result codes. The same one each time. */
    protected final Publisher publisher(String topic) {
        return context().publisher(topic);
    }

    /** Publishes bytes that are not of the trading schema, and waits while the bus pushes back. See {@link Publisher}. */
    protected final long publish(String topic, int schemaId, byte[] payload) {
        return Sending.offer(context(), publisher(topic), schemaId, 1, payload);
    }

    /** Subscribes to all that the manifest declares, but to what it is subscribed to already. */
    protected final void subscribeDeclared() {
        context().subscribeDeclared();
    }

    /** Subscribes from now on, or from where a durable one left off. */
    protected final Subscription subscribe(String pattern) {
        return context().subscribe(pattern, SubscribeOptions.DEFAULT, null);
    }

    /** Subscribes with a handler that comes before all others. */
    protected final Subscription subscribe(String pattern, MessageHandler handler) {
        return context().subscribe(pattern, SubscribeOptions.DEFAULT, handler);
    }

    protected final Subscription subscribe(String pattern, SubscribeOptions options) {
        return context().subscribe(pattern, options, null);
    }

    /**
     * Warms up with the past of a topic of quotes, trades or bars, as a store has it, and goes on with what comes live, without a gap or a repeat. The past
     * goes to the usual handlers, marked historical: intents that follow from it are not sent. Then {@link #onNotice} tells LIVE. What comes live waits
     * meanwhile, and so does the message that is being handled: it comes again, after the past. It counts among the last ones that are asked for.
     *
     * <p>When the past cannot be had, {@link #onRefused} tells why, and it goes on with what comes live.
     *
     * @param topic that {@code replays} of the manifest covers, and that it is subscribed to or will be
     */
    protected final History warmUp(String topic, Past past) {
        if (seams == null) {
            seams = new Seams(this, context());
        }
        return seams.begin(topic, past);
    }

    /**
     * Reads the past of a topic of quotes, trades or bars, as a store has it, page by page: the next page is asked for when the handler has returned. It is
     * called at least once, later; the last time with a page that {@link HistoryPage#isLast() is the last} or with what was refused.
     *
     * @param topic that {@code replays} of the manifest covers
     */
    protected final History history(String topic, Past past, Consumer<HistoryPage> handler) {
        return new PastReading(context(), topic, past, handler).begin();
    }

    /** Asks whoever answers a topic. The handler is called once, later, also when there is no answer. */
    protected final void request(String topic, int schemaId, byte[] payload, Consumer<Reply> handler) {
        context().request(topic, schemaId, 1, payload, Duration.ofSeconds(5), handler);
    }

    /** Answers the requests of a pattern. */
    protected final void respond(String pattern, RequestHandler handler) {
        context().respond(pattern, null, handler);
    }

    /** {@link #onTimer} once, after a while. */
    protected final Timer after(String name, Duration delay) {
        return context().timer(name, clock().nanoTime() + delay.toNanos(), 0, null);
    }

    /** {@link #onTimer} again and again, first after one period. */
    protected final Timer every(String name, Duration period) {
        return context().timer(name, clock().nanoTime() + period.toNanos(), period.toNanos(), null);
    }

    /** As {@link #every(String, Duration)}, with a handler. */
    protected final Timer every(Duration period, Runnable handler) {
        return context().timer("every " + period, clock().nanoTime() + period.toNanos(), period.toNanos(), handler);
    }

    /** The settings as the record that the manifest names. */
    protected final <S extends Record> S settings(Class<S> type) {
        return context().settings(type);
    }

    /** The message that is being handled; null in timers. */
    protected final Message handling() {
        return context().handling();
    }

    /** Asks for a snapshot once the present handler has returned. */
    protected final void requestSnapshot() {
        context().requestSnapshot();
    }

    /** Sets a figure that operators see; at most 8 names of {@code a-z 0-9 _ .}. */
    protected final void figure(String name, double value) {
        context().figure(name, value);
    }

    /**
     * A client for the hosts that the manifest declares under {@code egress}; there is no other way out. It may wait, so it is
     * not for the plugin's thread: what it brings is handed over with {@link #execute}.
     *
     * <p>For {@code https://host} the plugin speaks TLS itself. For {@code http://host:443} the sidecar does, and adds the
     * secrets that the operator gave it for that host, which the plugin never sees.
     *
     * @throws IllegalStateException when the sidecar has no proxy
     */
    protected final HttpClient.Builder outside() {
        return context().outside();
    }

    /** Runs a task on the plugin's thread. The one method that other threads may call. */
    protected final void execute(Runnable task) {
        context().execute(task);
    }

    /** For roles: state that comes before the author's. */
    void saveRole(DataOutput out) throws IOException {}

    /** For roles: reads {@link #saveRole}. */
    void loadRole(DataInput in) throws IOException {}

    /** For a runtime: writes all state. */
    public final void writeState(DataOutput out) throws IOException {
        saveRole(out);
        saveState(out);
    }

    /** For a runtime: reads all state. */
    public final void readState(DataInput in, int version) throws IOException {
        loadRole(in);
        loadState(in, version);
    }
}
