package io.meridian.manager.kill;

import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import java.util.Set;

/** The way of a kill over the bus, which the one who wires a manager gives it. Each gives why something could not be told, or an empty text. */
public interface KillBus {
    /**
     * Tells the kernel of a kill or its release, and waits for its answer.
     *
     * @param published what those may publish whom it is about: where the kernel cannot stop them itself, it cancels the orders that they may have to do with
     */
    String tellKernel(Kill kill, Set<TopicPattern> published);

    /**
     * Tells sidecars what they shall stop. Never waits.
     *
     * @param instances whom it is about, running or not
     */
    String tellSidecars(Kill kill, List<String> instances);
}
