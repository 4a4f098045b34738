package io.meridian.ui;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;

/** A browser's live connection, with all that came over it. */
final class LiveBrowser implements AutoCloseable, WebSocket.Listener {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(40);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final int number = NUMBERS.incrementAndGet();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<JsonNode> messages = new ArrayList<>();
    private final List<JsonNode> rows = new ArrayList<>();
    private final Map<String, List<Long>> shownAt = new HashMap<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private volatile boolean stopped;
    private WebSocket socket;

    /** @param origin null: none is said */
    static LiveBrowser open(GatewayRig rig, String origin, String cookie) {
        LiveBrowser browser = new LiveBrowser();
        WebSocket.Builder builder = browser.client.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        if (cookie != null) {
            builder.header("Cookie", cookie);
        }
        try {
            browser.socket = builder.buildAsync(URI.create(rig.address().replace("http", "ws") + "/ui/live"), browser)
                    .join();
        } catch (RuntimeException refused) {
            browser.client.shutdownNow();
            throw refused;
        }
        return browser;
    }

    int number() {
        return number;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        synchronized (this) {
            part.append(data);
            if (last) {
                take(part.toString());
                part.setLength(0);
            }
        }
        if (!stopped) {
            from.request(1);
        }
        return null;
    }

    private void take(String text) {
        try {
            JsonNode message = GatewayRig.JSON.readTree(text);
            long nowNs = System.nanoTime();
            message.path("rows").forEach(row -> {
                rows.add(((com.fasterxml.jackson.databind.node.ObjectNode) row)
                        .put("stream", message.get("id").asInt()));
                shownAt.computeIfAbsent(row.get("topic").asText(), topic -> new ArrayList<>())
                        .add(nowNs);
            });
            messages.add(message);
            notifyAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String why) {
        end.complete(code);
        return null;
    }

    /** Reads nothing any more. */
    void stop() {
        stopped = true;
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    /** Waits until something came that is as wanted; looks at all that came, too. */
    synchronized void await(Predicate<JsonNode> wanted) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        int seen = 0;
        while (true) {
            for (; seen < messages.size(); seen++) {
                if (wanted.test(messages.get(seen))) {
                    return;
                }
            }
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new AssertionError("it did not come in time; the last of " + messages.size() + " is "
                        + (messages.isEmpty() ? "none" : messages.getLast()));
            }
            wait(Math.min(leftMs, 100));
            // What is asked may be of more than one message.
            seen = Math.max(0, Math.min(seen, messages.size() - 1));
        }
    }

    /** Waits until something more comes, but no longer than this. */
    private synchronized void awaitNews(long mostMs) throws InterruptedException {
        wait(mostMs);
    }

    /** Waits until what is published now is shown on a stream: a subscription takes a moment to begin. */
    void awaitReading(GatewayRig rig, String topic, int stream) throws InterruptedException {
        try (Publisher publisher = rig.bus.publisher(PublisherSpec.fast(topic).contentType("application/json"))) {
            UnsafeBuffer any = new UnsafeBuffer("{}".getBytes(StandardCharsets.UTF_8));
            long deadlineNs = System.nanoTime() + PATIENCE_NS;
            while (counted(stream) == 0) {
                publisher.offer(any, 0, any.capacity());
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new AssertionError("nothing is shown on stream " + stream);
                }
                awaitNews(20);
            }
            // All that were on their way are counted once the last of them is shown.
            UnsafeBuffer last = new UnsafeBuffer("{\"last\":true}".getBytes(StandardCharsets.UTF_8));
            while (publisher.offer(last, 0, last.capacity()) < 0) {
                Thread.onSpinWait();
            }
            await(message -> isLast(message, topic, stream));
        }
    }

    private static boolean isLast(JsonNode message, String topic, int stream) {
        for (JsonNode row : message.path("rows")) {
            if (message.path("id").asInt() == stream
                    && row.path("topic").asText().equals(topic)
                    && row.path("fields").path("last").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** The newest that came for a stream. */
    synchronized JsonNode last(int stream) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).path("id").asInt() == stream
                    && messages.get(i).path("type").asText().equals("rows")) {
                return messages.get(i);
            }
        }
        return GatewayRig.JSON.createObjectNode();
    }

    long counted(int stream) {
        return last(stream).path("counted").asLong();
    }

    synchronized List<JsonNode> rows(int stream) {
        return rows.stream().filter(row -> row.get("stream").asInt() == stream).toList();
    }

    synchronized void forget() {
        messages.clear();
        rows.clear();
        shownAt.clear();
    }

    /** Frames that were held up on their way may come together: eleven within a little less than a second is what that can look like, and twenty is not. */
    synchronized void requireAtMostTenASecond() {
        shownAt.forEach((topic, times) -> {
            for (int i = 10; i < times.size(); i++) {
                long tookNs = times.get(i) - times.get(i - 10);
                if (tookNs < SECOND_NS / 2) {
                    throw new AssertionError("11 of " + topic + " were shown within " + tookNs / 1_000_000 + " ms");
                }
            }
        });
    }

    int awaitEnd() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        client.shutdownNow();
    }
}
