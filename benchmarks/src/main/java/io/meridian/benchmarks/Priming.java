package io.meridian.benchmarks;

import java.util.concurrent.CompletableFuture;

/** Publishes some quotes a second until closed: whoever has just subscribed notices by them that it hears. */
final class Priming implements AutoCloseable {
    private static final int PER_SECOND = 100;

    private final QuoteTraffic quotes;
    private final CompletableFuture<Void> publishing;
    private volatile boolean closed;

    Priming(QuoteTraffic quotes) {
        this.quotes = quotes;
        publishing = CompletableFuture.runAsync(this::run);
    }

    private void run() {
        while (!closed) {
            quotes.publish(PER_SECOND / 5, PER_SECOND);
        }
    }

    @Override
    public void close() {
        closed = true;
        publishing.join();
    }
}
