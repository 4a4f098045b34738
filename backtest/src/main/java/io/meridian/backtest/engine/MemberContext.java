package io.meridian.backtest.engine;

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
import io.meridian.sdk.runtime.SettingsBinder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** What a plugin can do here. */
final class MemberContext implements PluginContext {
    private final World world;
    private final Member member;
    private final Clock clock;
    private final Log log;

    MemberContext(World world, Member member) {
        this.world = world;
        this.member = member;
        clock = world::nowNs;
        log = this::write;
    }

    @Override
    public String plugin() {
        return member.manifest().id();
    }

    @Override
    public String instance() {
        return member.spec().instance();
    }

    @Override
    public String deployment() {
        return world.name();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Log log() {
        return log;
    }

    private void write(Log.Level level, String text, Object... fields) {
        Map<String, String> named = Log.named(fields);
        world.listener().onLine(instance(), world.nowNs(), level, named.isEmpty() ? text : text + " " + named);
    }

    @Override
    public Publisher publisher(String topic) {
        return member.publisher(topic);
    }

    /** Nobody is ever pushed back here. */
    @Override
    public boolean awaitRoom() {
        return true;
    }

    @Override
    public Subscription subscribe(String pattern, SubscribeOptions options, MessageHandler handler) {
        return member.subscribe(pattern, options, handler);
    }

    @Override
    public void subscribeDeclared() {
        for (String pattern : member.manifest().subscribes()) {
            if (!member.isSubscribed(pattern)) {
                member.subscribe(pattern, SubscribeOptions.DEFAULT, null);
            }
        }
    }

    @Override
    public void request(
            String topic, int schemaId, int schemaVersion, byte[] payload, Duration timeout, Consumer<Reply> handler) {
        world.requests().request(member, topic, schemaId, schemaVersion, payload, timeout, handler);
    }

    @Override
    public void respond(String pattern, String group, RequestHandler handler) {
        world.requests().respond(member, pattern, handler);
    }

    @Override
    public Timer timer(String name, long dueNs, long periodNs, Runnable handler) {
        return member.timers().add(name, dueNs, periodNs, handler);
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        return SettingsBinder.bind(type, member.spec().settings());
    }

    @Override
    public Message handling() {
        return member.handling();
    }

    @Override
    public void handling(Message message, Runnable task) {
        member.handling(message, task);
    }

    @Override
    public Profile profile(String topicOrPattern) {
        return member.manifest().profile(topicOrPattern);
    }

    @Override
    public boolean isHistorical() {
        Message handling = member.handling();
        return handling != null && handling.isHistorical();
    }

    /** Nothing dies here, so there is nothing to recover from. */
    @Override
    public void requestSnapshot() {}

    /** Operators see figures; here there are none. */
    @Override
    public void figure(String name, double value) {}

    @Override
    public void execute(Runnable task) {
        if (!world.isOwnThread()) {
            throw new IllegalStateException("plugin=" + instance()
                    + " hands over a task from another thread. When that happens depends on the machine, so it"
                    + " cannot be run on past data");
        }
        world.bus().later(() -> member.run("a task", task));
    }

    @Override
    public HttpClient.Builder outside() {
        throw new IllegalStateException("plugin=" + instance()
                + " asks for a way outside. There is none on past data: what a host says today was not known then");
    }
}
