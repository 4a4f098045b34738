package io.meridian.bus.aeron;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * Tells the listener of what happens, the same thing at most once in a while, with a count. Safe for any thread.
 */
final class Reporter {
    private static final long QUIET_NS = 30_000_000_000L;
    private static final int REMEMBERED = 64;

    private record Told(long atNs, int since) {}

    private final EngineListener listener;
    private final NanoClock clock;
    private final Map<String, Told> told = new HashMap<>();
    private boolean connected;
    private boolean lost;

    Reporter(EngineListener listener, NanoClock clock) {
        this.listener = listener;
        this.clock = clock;
    }

    synchronized void connected() {
        if (!connected) {
            connected = true;
            lost = false;
            told.clear();
            listener.onConnected();
        }
    }

    synchronized void lost(String reason) {
        connected = false;
        if (!lost) {
            lost = true;
            listener.onConnectionLost(reason);
        }
    }

    /** @param kind failures of one kind are told once, then counted for a while */
    synchronized void failure(String kind, EngineException failure) {
        long now = clock.nanoTime();
        Told last = told.get(kind);
        if (last != null && now - last.atNs < QUIET_NS) {
            told.put(kind, new Told(last.atNs, last.since + 1));
            return;
        }
        if (told.size() >= REMEMBERED) {
            told.clear();
        }
        told.put(kind, new Told(now, 0));
        listener.onFailure(
                last == null || last.since == 0
                        ? failure
                        : new EngineException(
                                failure.getMessage() + " (" + last.since + " more like it since the last report)",
                                failure));
    }
}
