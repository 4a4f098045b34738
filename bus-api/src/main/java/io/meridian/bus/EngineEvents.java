package io.meridian.bus;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import java.util.function.Consumer;

/** Passes on what engines and the bus tell, keeps the last problem for whoever waits, and shields from listeners that throw. */
final class EngineEvents {
    private final BusListener listener;
    private volatile String lastProblem = "Nothing has answered yet.";

    EngineEvents(BusListener listener) {
        this.listener = listener;
    }

    String lastProblem() {
        return lastProblem;
    }

    void tell(Consumer<BusListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException dropped) {
            // A listener's own failure must not stop the traffic it listens to; BusListener says so.
        }
    }

    EngineListener of(String engine) {
        return new EngineListener() {
            @Override
            public void onConnected() {
                tell(to -> to.onConnected(engine));
            }

            @Override
            public void onConnectionLost(String reason) {
                lastProblem = reason;
                tell(to -> to.onConnectionLost(engine, reason));
            }

            @Override
            public void onFailure(EngineException failure) {
                lastProblem = failure.getMessage();
                tell(to -> to.onFailure(engine, failure));
            }
        };
    }
}
