package io.meridian.platform.span;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * Sends spans to a receiver of OTLP, many at a time, on a thread of its own. Who gives it spans never waits: what does not fit is dropped and counted. A
 * receiver that is away, or says that it has too much to do, is asked again for some seconds.
 */
public final class SpanSender implements AutoCloseable {
    private static final int ROOM = 1 << 14;
    private static final int AT_ONCE = 512;
    private static final long GATHER_MS = 500;
    private static final int TRIES = 4;
    private static final int OK = 2;
    /** Those after which OTLP has a client try again. */
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    /** Why a receiver never has a span. */
    enum Drop {
        FULL,
        UNREACHABLE,
        REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLongArray dropped = new AtomicLongArray(Drop.values().length);
    private final URI address;
    private final String deployment;
    private final Duration patience;
    private final Consumer<String> log;
    private final HttpClient client;
    private final Thread thread;
    private String told = "";
    private volatile boolean closed;

    /**
     * @param endpoint without {@code /v1/traces}
     * @param deployment whose spans these are
     * @param patience how long an answer may take; also how long it rests at the longest before it asks again
     * @param log hears what a person should know
     */
    public SpanSender(String endpoint, String deployment, Duration patience, Consumer<String> log) {
        address = URI.create(endpoint.replaceAll("/+$", "") + "/v1/traces");
        this.deployment = deployment;
        this.patience = patience;
        this.log = log;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        thread = Thread.ofPlatform().name("span-sender").daemon().start(this::run);
    }

    /** Takes a span, or drops it. Never waits. */
    void send(Span span) {
        if (!waiting.offer(span)) {
            drop(Drop.FULL, 1);
        }
    }

    private void drop(Drop reason, long spans) {
        dropped.addAndGet(reason.ordinal(), spans);
    }

    /** Spans that the receiver took. From any thread. */
    long sent() {
        return sent.get();
    }

    /** Spans that it will never have. From any thread. */
    long dropped(Drop reason) {
        return dropped.get(reason.ordinal());
    }

    private void run() {
        List<Span> batch = new ArrayList<>(AT_ONCE);
        try {
            while (!closed || !waiting.isEmpty()) {
                Span first = waiting.poll(GATHER_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, AT_ONCE - 1);
                    deliver(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            // It is closed, and somebody waits for that: these are the last that were under way.
            drop(Drop.UNREACHABLE, batch.size() + waiting.size());
        }
    }

    private void deliver(List<Span> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", OtlpRequest.CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpRequest.encode(deployment, batch)))
                .build();
        long restMs = Math.max(1, patience.toMillis() / (1 << TRIES));
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                TimeUnit.MILLISECONDS.sleep(restMs);
                restMs *= 2;
            }
            try {
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() / 100 == OK) {
                    taken(batch.size(), OtlpRequest.rejected(answer.body()));
                    return;
                }
                if (!LATER.contains(answer.statusCode())) {
                    drop(Drop.REFUSED, batch.size());
                    tell(address + " refuses spans: it answers " + answer.statusCode() + ". Is it a receiver of OTLP?");
                    return;
                }
                tell(address + " takes no spans now: it answers " + answer.statusCode() + ".");
            } catch (IOException away) {
                tell(address + " takes no spans: " + away + ". Is otel.endpoint right, and does it run?");
            }
        }
        drop(Drop.UNREACHABLE, batch.size());
    }

    private void taken(long spans, long rejected) {
        sent.addAndGet(spans - rejected);
        if (rejected > 0) {
            drop(Drop.REFUSED, rejected);
            tell(address + " refused some spans.");
        } else {
            tell("");
        }
    }

    /** Once, until something else is to be told. @param trouble empty: there is none */
    private void tell(String trouble) {
        if (!trouble.equals(told)) {
            log.accept(trouble.isEmpty() ? address + " takes spans again." : trouble);
            told = trouble;
        }
    }

    /** For a log. */
    public String figures() {
        StringBuilder text = new StringBuilder("sent=" + sent);
        for (Drop reason : Drop.values()) {
            text.append(' ').append(reason.word()).append('=').append(dropped(reason));
        }
        return text.toString();
    }

    /** Sends what it was given, as long as that takes little time. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
