package io.meridian.devservers.clickhouse;

import java.util.ArrayDeque;
import java.util.Deque;

/** Sessions that are free. There are as many as statements ran at once. */
final class Sessions {
    private final Engine engine;
    private final Deque<Engine.Session> free = new ArrayDeque<>();
    private boolean closed;

    Sessions(Engine engine) {
        this.engine = engine;
    }

    /** Has one ready: the first one starts the engine. */
    void warmUp() {
        giveBack(take());
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

    /** The last one that ends, ends the engine. */
    synchronized void close() {
        closed = true;
        free.forEach(Engine.Session::close);
        free.clear();
    }
}
