package io.meridian.bus.kafka;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells each trouble once, until it is over. */
final class Episodes {
    private final EngineListener listener;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    Episodes(EngineListener listener) {
        this.listener = listener;
    }

    /** Tells of the trouble named so, unless that has been told. */
    void begin(String trouble, EngineException failure) {
        if (open.add(trouble)) {
            listener.onFailure(failure);
        }
    }

    /** The trouble is over: the next time it is told again. */
    void end(String trouble) {
        if (!open.isEmpty()) {
            open.remove(trouble);
        }
    }
}
