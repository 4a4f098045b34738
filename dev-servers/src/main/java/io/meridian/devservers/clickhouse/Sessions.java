package io.meridian.devservers.clickhouse;

import java.util.ArrayDeque;
import java.util.Deque;

/** Sessions that are free. There are as many as statements ran at once, and one that is never given away: with the last one the engine ends. */
final class Sessions {
    private final Engine engine;
    private final Engine.Session kept;
    private final Deque<Engine.Session> free = new ArrayDeque<>();
    private boolean closed;

    /** Starts the engine. */
    Sessions(Engine engine) {
        this.engine = engine;
        kept = engine.open();
    }

    synchronized Engine.Session take() {
        if (closed) {
            throw new IllegalStateException("the server ends");
        }
        return free.isEmpty() ? engine.open() : free.pop();
    }

    synchronized void giveBack(Engine.Session session) {
        if (closed) {
            session.close();
        } else {
            free.push(session);
        }
    }

    synchronized void close() {
        closed = true;
        free.forEach(Engine.Session::close);
        free.clear();
        kept.close();
    }
}
