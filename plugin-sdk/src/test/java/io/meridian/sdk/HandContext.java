package io.meridian.sdk;

import io.meridian.sdk.event.Message;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A context whose time passes, and whose requests are answered, when a test says so. What a reading of the past does not need is missing. */
final class HandContext implements PluginContext {
    record Asked(String topic, byte[] payload, Consumer<Reply> handler) {}

    record Due(long dueNs, Runnable handler) {}

    final ArrayDeque<Asked> asked = new ArrayDeque<>();
    final List<Due> timers = new ArrayList<>();
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    final List<String> lines = new ArrayList<>();
    long nowNs = 1_000_000_000_000L;
    private Message handling;

    private static UnsupportedOperationException missing() {
        return new UnsupportedOperationException("this context has only what a reading of the past needs");
    }

    /** Fires the timers that are due. */
    void advance(long ns) {
        nowNs += ns;
        for (Due due : List.copyOf(timers)) {
            if (due.dueNs <= nowNs) {
                timers.remove(due);
                due.handler.run();
            }
        }
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Override
    public String plugin() {
        return "hand";
    }

    @Override
    public String instance() {
        return "hand-1";
    }

    @Override
    public String deployment() {
        return "test";
    }

    @Override
    public Clock clock() {
        return () -> nowNs;
    }

    @Override
    public Log log() {
        return (level, text, fields) -> lines.add(text);
    }

    @Override
    public Publisher publisher(String topic) {
        throw missing();
    }

    @Override
    public boolean awaitRoom() {
        throw missing();
    }

    @Override
    public Subscription subscribe(String pattern, SubscribeOptions options, MessageHandler handler) {
        throw missing();
    }

    @Override
    public void subscribeDeclared() {
        throw missing();
    }

    @Override
    public void request(
            String topic, int schemaId, int schemaVersion, byte[] payload, Duration timeout, Consumer<Reply> handler) {
        asked.add(new Asked(topic, payload, handler));
    }

    @Override
    public void respond(String pattern, String group, RequestHandler handler) {
        throw missing();
    }

    @Override
    public Timer timer(String name, long dueNs, long periodNs, Runnable handler) {
        timers.add(new Due(dueNs, handler));
        return null;
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        throw missing();
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
        return Topics.profile(topicOrPattern);
    }

    @Override
    public boolean isHistorical() {
        return handling != null && handling.isHistorical();
    }

    @Override
    public void requestSnapshot() {
        throw missing();
    }

    @Override
    public void figure(String name, double value) {
        throw missing();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public HttpClient.Builder outside() {
        throw missing();
    }
}
