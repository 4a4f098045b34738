package io.meridian.manager.api;

import io.meridian.manager.basis.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The nodes of a cluster of managers, and what all of them know, as the node of this one sees it. */
public interface Peers {
    /** A manager that has none. */
    Peers NONE = new Peers() {
        @Override
        public Map<String, Object> view() {
            return Map.of("clustered", false);
        }

        @Override
        public Followed follow(String map, String filter) {
            throw Refusal.conflict("This manager works alone, and shares nothing. With CLUSTER_SEEDS there are several:"
                    + " docs/how-to/run-several-managers.md.");
        }
    };

    /** Who is there, who leads, and what runs; {@code clustered} says whether there is anything else. */
    Map<String, Object> view();

    /**
     * Asks about a map that the nodes share, and follows the answer.
     *
     * @param filter blank: everything
     * @throws Refusal when there is no such map, or the filter makes no sense
     */
    Followed follow(String map, String filter);

    /** An answer that goes on. */
    interface Followed extends AutoCloseable {
        /** What became of it since it was taken last, the first time all of it; empty when nothing did in time. */
        List<Map<String, Object>> take(Duration patience) throws InterruptedException;

        @Override
        void close();
    }
}
