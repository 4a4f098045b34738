package io.meridian.manager.api;

import io.meridian.manager.basis.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** The nodes of a cluster: how they are, and what of that changes. */
final class ClusterCalls {
    private static final int MOST_FOLLOWERS = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Peers peers;
    private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);

    ClusterCalls(Peers peers) {
        this.peers = peers;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.of("getCluster", call -> Answer.ok(peers.view()), "followCluster", this::follow);
    }

    private Answer follow(Call call) {
        if (!followers.tryAcquire()) {
            throw Refusal.quota("There are " + MOST_FOLLOWERS + " who follow already.");
        }
        Peers.Followed followed;
        try {
            followed = peers.follow(call.value("map"), call.value("filter"));
        } catch (RuntimeException refused) {
            followers.release();
            throw refused;
        }
        return Answer.stream(out -> {
            EventStream events = new EventStream(out);
            try (followed) {
                // An answer of nothing is one, too.
                List<Map<String, Object>> changes = followed.take(Duration.ofMillis(1));
                events.tell("changes", changes);
                while (!Thread.currentThread().isInterrupted()) {
                    changes = followed.take(PATIENCE);
                    if (changes.isEmpty()) {
                        events.rest();
                    } else {
                        events.tell("changes", changes);
                    }
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } finally {
                followers.release();
            }
        });
    }
}
