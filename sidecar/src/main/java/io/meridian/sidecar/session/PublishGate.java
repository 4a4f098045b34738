package io.meridian.sidecar.session;

import io.meridian.bus.topic.Topic;

/**
 * What stands between a granted message and the bus: the kill latch and the rate limits. Called on the loop's thread;
 * {@link #admit} allocates nothing and takes no lock.
 */
public interface PublishGate {
    /** Lets everything pass. */
    PublishGate OPEN = new PublishGate() {
        @Override
        public boolean bearsOrders(Topic topic) {
            return false;
        }

        @Override
        public int admit(boolean bearsOrders, int bytes, long nowNs) {
            return 0;
        }

        @Override
        public boolean isLatched() {
            return false;
        }

        @Override
        public int retryAfterMs() {
            return 0;
        }

        @Override
        public String why(int code) {
            return "";
        }
    };

    /** Whether messages of this topic are stopped by the latch and counted as orders. Asked once a topic. */
    boolean bearsOrders(Topic topic);

    /**
     * Asked for each message and request; what it lets pass is counted as sent.
     *
     * @param nowNs epoch nanoseconds
     * @return 0, or {@link Refusals#LATCHED} or {@link Refusals#RATE_LIMITED}
     */
    int admit(boolean bearsOrders, int bytes, long nowNs);

    /** Whether the latch is set. */
    boolean isLatched();

    /** After {@link Refusals#RATE_LIMITED}: when it is worth another try. */
    int retryAfterMs();

    /** Puts a code that {@link #admit} gave into words: what happened, why, what to do next. */
    String why(int code);
}
