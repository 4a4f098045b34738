package io.meridian.benchmarks;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What a tab has open at the gateway: the messages of two instruments on its live connection, and the changes of the manager. */
final class Tab implements AutoCloseable, WebSocket.Listener {
    private static final int STREAMS = 2;

    private final WebSocket socket;
    private final CompletableFuture<Void> changes;
    private final StringBuilder part = new StringBuilder();
    private final long[] counted = new long[STREAMS];
    private final long[] before = new long[STREAMS];
    private long frames;
    private String problem = "";
    private volatile boolean heardOfChange;

    Tab(PagesProcess pages, String cookie, int one, int other) {
        socket = pages.client()
                .newWebSocketBuilder()
                .header("Origin", pages.address())
                .header("Cookie", cookie)
                .buildAsync(URI.create(pages.address().replace("http", "ws") + "/ui/live"), this)
                .join();
        open(1, one);
        open(2, other);
        changes = pages.client()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(pages.address() + "/v1/watch"))
                                .header("Cookie", cookie)
                                .build(),
                        BodyHandlers.ofLines())
                .thenAcceptAsync(answer -> hearChanges(answer.statusCode(), answer.body()), Thread::startVirtualThread);
    }

    private void open(int id, int instrument) {
        socket.sendText(
                        "{\"op\":\"open\",\"id\":" + id + ",\"stream\":\"messages\",\"pattern\":\""
                                + QuoteTraffic.topic(instrument) + "\"}",
                        true)
                .join();
    }

    private void hearChanges(int status, Stream<String> lines) {
        if (status != 200) {
            note("the changes of the manager are answered with " + status);
            return;
        }
        lines.filter(line -> line.startsWith("event")).forEach(line -> heardOfChange |= line.endsWith("act"));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            take(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    private synchronized void take(String text) {
        if (!text.contains("\"type\":\"rows\"")) {
            note(text);
            return;
        }
        int at = text.lastIndexOf("\"counted\":");
        counted[text.charAt("{\"id\":".length()) - '1'] =
                Long.parseLong(ManagerProcess.word(text.substring(at), ":(\\d+)"));
        frames++;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String why) {
        note("the gateway closed the connection: " + code + " " + why);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failed) {
        note(failed.toString());
    }

    private synchronized void note(String what) {
        problem = what;
    }

    /** From here on it is counted anew. */
    synchronized void begin() {
        frames = 0;
        System.arraycopy(counted, 0, before, 0, STREAMS);
    }

    synchronized long frames() {
        return frames;
    }

    /** Of both instruments together. */
    synchronized long counted() {
        return Arrays.stream(counted).sum() - Arrays.stream(before).sum();
    }

    /** Whether something came of both. */
    synchronized boolean hearsAll() {
        if (!problem.isEmpty()) {
            throw new IllegalStateException("a tab has a problem: " + problem);
        }
        return Arrays.stream(counted).allMatch(each -> each > 0);
    }

    /** Fails unless it was told of so many messages of each. */
    synchronized void requireCounted(long ofEach) {
        for (int i = 0; i < STREAMS; i++) {
            if (counted[i] - before[i] != ofEach || !problem.isEmpty()) {
                throw new IllegalStateException("a tab counted " + (counted[i] - before[i]) + " of " + ofEach
                        + " messages that were published. " + problem);
            }
        }
    }

    boolean heardOfChange() {
        return heardOfChange;
    }

    @Override
    public void close() {
        socket.abort();
        changes.cancel(true);
    }
}
