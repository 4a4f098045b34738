package io.meridian.backtest.replay;

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
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.runtime.Figures;
import io.meridian.sdk.runtime.Manifest;
import io.meridian.sdk.runtime.SettingsBinder;
import io.meridian.sdk.runtime.TimerQueue;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a plugin can do in a replay: say it, to be compared. */
final class ReplayContext implements PluginContext {
    private final Said said;
    private final Manifest manifest;
    private final String instance;
    private final String deployment;
    private final Claim claim;
    private final Clock clock;
    private final Thread thread = Thread.currentThread();
    private final Map<String, ReplayPublisher> publishers = new HashMap<>();
    private final List<ReplaySubscription> subscriptions = new ArrayList<>();
    private final Set<ReplaySubscription> closed = new HashSet<>();
    private final List<Consumer<Reply>> requests = new ArrayList<>();
    private final List<RequestHandler> responders = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final TimerQueue timers = new TimerQueue(this::cancelled);
    private final Figures figures = new Figures();
    private Map<String, String> settings;
    private Message handling;

    ReplayContext(Said said, Manifest manifest, Entry start, Map<String, String> settings) {
        this.said = said;
        this.manifest = manifest;
        this.settings = settings;
        instance = start.text("instance");
        deployment = start.text("deployment");
        claim = new Claim(said);
        clock = () -> said.input().timeNs();
    }

    Said said() {
        return said;
    }

    Claim claim() {
        return claim;
    }

    TimerQueue timers() {
        return timers;
    }

    void settings(Map<String, String> changed) {
        settings = changed;
    }

    void handling(Message messageOrNull) {
        handling = messageOrNull;
    }

    /** Each null when there is none of that number. */
    ReplaySubscription subscription(long number) {
        return at(subscriptions, number);
    }

    Consumer<Reply> request(long number) {
        return at(requests, number);
    }

    RequestHandler responder(long number) {
        return at(responders, number);
    }

    Runnable task(long number) {
        return at(tasks, number);
    }

    private static <T> T at(List<T> list, long number) {
        return number < 0 || number >= list.size() ? null : list.get((int) number);
    }

    /** What the plugin saw when it looked whether something is open or live. */
    boolean looks(String what, String of) {
        Entry written = said.writtenForCall();
        boolean seen = written == null || written.kind() != Kind.LOOKED || written.is("seen");
        said.says(Kind.LOOKED, what, of, seen ? 1L : 0L);
        return seen;
    }

    void closed(ReplaySubscription subscription) {
        closed.add(subscription);
    }

    private void cancelled(long timer) {
        said.says(Kind.TIMER_CANCELLED, timer);
    }

    // As a plugin sees it.

    @Override
    public String plugin() {
        return manifest.id();
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
    public Clock clock() {
        return clock;
    }

    /** Lines for people are not compared. */
    @Override
    public Log log() {
        return (level, text, fields) -> Log.named(fields);
    }

    @Override
    public Publisher publisher(String topic) {
        ReplayPublisher publisher = publishers.get(topic);
        if (publisher == null) {
            publisher = new ReplayPublisher(this, TopicRules.requireTopic(topic), manifest.profile(topic));
            claim.requireNone();
            publishers.put(topic, publisher);
        }
        return publisher;
    }

    @Override
    public boolean awaitRoom() {
        Entry written = said.writtenForCall();
        boolean again = written == null || written.kind() != Kind.WAITED || written.is("again");
        said.says(Kind.WAITED, again ? 1L : 0L);
        return again;
    }

    @Override
    public Subscription subscribe(String pattern, SubscribeOptions options, MessageHandler handler) {
        ReplaySubscription subscription = new ReplaySubscription(
                this,
                subscriptions.size(),
                TopicRules.requirePattern(pattern),
                options.profile() == null ? manifest.profile(pattern) : options.profile(),
                handler);
        subscriptions.add(subscription);
        said.says(
                Kind.SUBSCRIBED,
                subscriptions.size() - 1L,
                pattern,
                options.profile() == null ? "" : options.profile().name(),
                options.name() == null ? "" : options.name(),
                options.group() == null ? "" : options.group(),
                options.fromNs(),
                options.back() == null ? 0L : options.back().toNanos(),
                options.earliest() ? 1L : 0L,
                options.lossless() ? 1L : 0L,
                handler == null ? 0L : 1L);
        claim.requireNone();
        return subscription;
    }

    @Override
    public void subscribeDeclared() {
        for (String pattern : manifest.subscribes()) {
            boolean subscribed = subscriptions.stream()
                    .anyMatch(each -> !closed.contains(each) && each.pattern().equals(pattern));
            if (!subscribed) {
                subscribe(pattern, SubscribeOptions.DEFAULT, null);
            }
        }
    }

    @Override
    public void request(
            String topic, int schemaId, int schemaVersion, byte[] payload, Duration timeout, Consumer<Reply> handler) {
        requests.add(handler);
        said.says(
                Kind.REQUESTED,
                requests.size() - 1L,
                topic,
                (long) schemaId,
                (long) schemaVersion,
                timeout.toNanos(),
                payload.clone());
        claim.requireNone();
    }

    @Override
    public void respond(String pattern, String group, RequestHandler handler) {
        responders.add(handler);
        said.says(Kind.RESPONDS, responders.size() - 1L, pattern, group == null ? "" : group);
        claim.requireNone();
    }

    void answer(long request, int schemaId, int schemaVersion, byte[] payload) {
        said.says(Kind.ANSWERED, request, (long) schemaId, (long) schemaVersion, payload.clone());
        claim.requireNone();
    }

    @Override
    public Timer timer(String name, long dueNs, long periodNs, Runnable handler) {
        TimerQueue.Entry timer = timers.add(name, dueNs, periodNs, handler);
        said.says(Kind.TIMER_SET, timer.order(), name, dueNs, periodNs);
        return timer;
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        return SettingsBinder.bind(type, settings);
    }

    @Override
    public Message handling() {
        return handling;
    }

    @Override
    public void handling(Message message, Runnable task) {
        Message outer = handling;
        handling = message;
        try {
            task.run();
        } finally {
            handling = outer;
        }
    }

    @Override
    public Profile profile(String topicOrPattern) {
        return manifest.profile(topicOrPattern);
    }

    @Override
    public boolean isHistorical() {
        return handling != null && handling.isHistorical();
    }

    /** The recording says when state was asked for. */
    @Override
    public void requestSnapshot() {}

    @Override
    public void figure(String name, double value) {
        figures.set(name, value);
    }

    /** What another thread of the plugin brings now has no place in the recording. */
    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            tasks.add(task);
            said.says(Kind.EXECUTED, tasks.size() - 1L);
        }
    }

    /** Nothing outside is reached: what was heard from there came as tasks, and the recording has them. */
    @Override
    public HttpClient.Builder outside() {
        return HttpClient.newBuilder().proxy(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                throw new IllegalArgumentException("uri=" + uri + " is not reached: this is a replay");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // Never connected.
            }
        });
    }
}
