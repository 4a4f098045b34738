package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the listener of a failure once, however often it is met, until it is over or has another text. */
final class Failures {
    private final EngineListener listener;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    Failures(EngineListener listener) {
        this.listener = listener;
    }

    void tell(String subject, EngineException failure) {
        String text = failure.getMessage();
        if (!Objects.equals(told.put(subject, text), text)) {
            listener.onFailure(failure);
        }
    }

    void over(String subject) {
        if (!told.isEmpty()) {
            told.remove(subject);
        }
    }
}
