package io.meridian.sdk;

import io.meridian.sdk.event.Message;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;

/** What a runtime gives to a plugin. Authors use it through the methods of {@link Plugin}. For the plugin's thread only, but for {@link #execute}. */
public interface PluginContext {
    /** The plugin's id. */
    String plugin();

    /** The instance's name. */
    String instance();

    String deployment();

    Clock clock();

    Log log();

    /** The publisher of a topic; waits for the sidecar's answer the first time. */
    Publisher publisher(String topic);

    /** Waits while the bus pushes back, up to the runtime's limit. Returns {@code result} or what came of trying again. */
    boolean awaitRoom();

    /** Subscribes; a null handler: the plugin's own, by type. */
    Subscription subscribe(String pattern, SubscribeOptions options, MessageHandler handler);

    /** Subscribes to all that the manifest declares, but to what it is subscribed to already. */
    void subscribeDeclared();

    void request(
            String topic, int schemaId, int schemaVersion, byte[] payload, Duration timeout, Consumer<Reply> handler);

    void respond(String pattern, String group, RequestHandler handler);

    /** A null handler: the plugin's {@code onTimer}. A period of 0: once. */
    Timer timer(String name, long dueNs, long periodNs, Runnable handler);

    /** The settings, as the record of the manifest. */
    <S extends Record> S settings(Class<S> type);

    /** The message that is being handled, or null. */
    Message handling();

    /** Runs a task as the handler of a message that the plugin kept, or that it got on another way. */
    void handling(Message message, Runnable task);

    /** The profile of a topic or pattern, as the manifest has it. */
    Profile profile(String topicOrPattern);

    /** Whether what is being handled is of the past. */
    boolean isHistorical();

    /** Asks for a snapshot soon. */
    void requestSnapshot();

    /** Sets a figure that goes with every heartbeat; at most 8. */
    void figure(String name, double value);

    /** Runs a task on the plugin's thread. From any thread. */
    void execute(Runnable task);

    /** A client for hosts outside, by way of the sidecar. */
    HttpClient.Builder outside();
}
