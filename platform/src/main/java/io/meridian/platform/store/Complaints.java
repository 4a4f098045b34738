package io.meridian.platform.store;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says what goes wrong with single messages: the first one at once, and then one in a while, with how many there were. For one thread. */
final class Complaints {
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<String> log;
    private boolean saidAny;
    private long saidNs;
    private long unsaid;

    Complaints(Consumer<String> log) {
        this.log = log;
    }

    void say(String what, long nowNs) {
        if (saidAny && nowNs - saidNs < PAUSE_NS) {
            unsaid++;
            return;
        }
        log.accept(unsaid == 0 ? what : what + " (and " + unsaid + " more of the kind before)");
        saidAny = true;
        saidNs = nowNs;
        unsaid = 0;
    }
}
