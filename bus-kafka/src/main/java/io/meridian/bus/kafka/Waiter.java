package io.meridian.bus.kafka;

import org.apache.kafka.common.KafkaFuture;

/** Waits for the admin client, as long as there is hope. */
interface Waiter {
    /**
     * The result.
     *
     * @throws LinkLostException when the cluster is away, or this is being closed
     * @throws RuntimeException what the client reports, without wrapping
     */
    <T> T await(KafkaFuture<T> future);
}
