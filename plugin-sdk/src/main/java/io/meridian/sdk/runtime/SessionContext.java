package io.meridian.sdk.runtime;

import io.meridian.sdk.Clock;
import io.meridian.sdk.Log;
import io.meridian.sdk.MessageHandler;
import io.meridian.sdk.PluginContext;
import io.meridian.sdk.Profile;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.Reply;
import io.meridian.sdk.RequestHandler;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.Subscription;
import io.meridian.sdk.Timer;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Kind;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** What a plugin can do, by means of its session. */
final class SessionContext implements PluginContext {
    private final Session session;
    private final String instance;
    private final String deployment;
    private final StateTransfer state;
    private final Queue<Runnable> handedOver;
    private final Figures figures = new Figures();
    private final Thread thread = Thread.currentThread();
    private Map<String, String> settings;
    private long tasks;

    SessionContext(
            Session session,
            String instance,
            String deployment,
            StateTransfer state,
            Queue<Runnable> handedOver,
            Map<String, String> settings) {
        this.session = session;
        this.instance = instance;
        this.deployment = deployment;
        this.state = state;
        this.handedOver = handedOver;
        this.settings = settings;
    }

    void settings(Map<String, String> changed) {
        settings = changed;
    }

    Map<String, Double> figures() {
        return figures.values();
    }

    @Override
    public String plugin() {
        return session.options.manifest().id();
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public String deployment() {
        return deployment;
    }

    @Override
    public HttpClient.Builder outside() {
        return WayOut.through(session.options.folder());
    }

    @Override
    public Clock clock() {
        return session.clock();
    }

    @Override
    public Log log() {
        return session.ownLog();
    }

    @Override
    public Publisher publisher(String topic) {
        return session.topics().publisher(topic);
    }

    @Override
    public boolean awaitRoom() {
        return session.waiting().awaitRoom();
    }

    @Override
    public Subscription subscribe(String pattern, SubscribeOptions options, MessageHandler handler) {
        return session.topics().subscribe(pattern, options, handler);
    }

    @Override
    public void subscribeDeclared() {
        for (String pattern : session.options.manifest().subscribes()) {
            if (!session.topics().isSubscribed(pattern)) {
                session.topics().subscribe(pattern, SubscribeOptions.DEFAULT, null);
            }
        }
    }

    @Override
    public void request(
            String topic, int schemaId, int schemaVersion, byte[] payload, Duration timeout, Consumer<Reply> handler) {
        SessionCalls.request(session, topic, schemaId, schemaVersion, payload, timeout, handler);
    }

    @Override
    public void respond(String pattern, String group, RequestHandler handler) {
        SessionCalls.respond(session, pattern, group, handler);
    }

    @Override
    public Timer timer(String name, long dueNs, long periodNs, Runnable handler) {
        TimerQueue.Entry timer = session.timers().add(name, dueNs, periodNs, handler);
        session.notes().said(Kind.TIMER_SET, timer.order(), name, dueNs, periodNs);
        return timer;
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        return SettingsBinder.bind(type, settings);
    }

    @Override
    public Message handling() {
        return session.handling();
    }

    @Override
    public void handling(Message message, Runnable task) {
        session.handling(message, task);
    }

    @Override
    public Profile profile(String topicOrPattern) {
        return session.options.manifest().profile(topicOrPattern);
    }

    @Override
    public boolean isHistorical() {
        Message handling = session.handling();
        return handling != null && handling.isHistorical();
    }

    @Override
    public void requestSnapshot() {
        state.request();
    }

    @Override
    public void figure(String name, double value) {
        figures.set(name, value);
    }

    @Override
    public void execute(Runnable task) {
        if (session.notes().recorder() == null) {
            handedOver.add(task);
            return;
        }
        // What another thread brings comes from nowhere in the recording; what the plugin's own does follows from it.
        long number = Thread.currentThread() == thread ? tasks++ : -1;
        if (number >= 0) {
            session.notes().said(Kind.EXECUTED, number);
        }
        handedOver.add(() -> {
            session.notes().sees(Kind.TASK, number);
            task.run();
        });
    }
}
