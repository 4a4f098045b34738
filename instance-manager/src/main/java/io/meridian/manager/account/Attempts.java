package io.meridian.manager.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Slows down who guesses passwords: after some wrong ones the account takes none for a while, which grows. */
final class Attempts {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Wrong> wrong = new HashMap<>();

    private record Wrong(int count, Instant until) {}

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /** How long this account takes no password; zero: it takes one now. */
    synchronized Duration wait(String account) {
        Wrong known = wrong.get(account);
        Duration left = known == null ? Duration.ZERO : Duration.between(clock.instant(), known.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String account) {
        if (wrong.size() >= MOST) {
            wrong.values().removeIf(each -> each.until().isBefore(clock.instant()));
        }
        int count = wrong.containsKey(account) ? wrong.get(account).count() + 1 : 1;
        Duration pause = count < FREE
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(LONGEST.toSeconds(), 1L << Math.min(count - FREE, 20)));
        wrong.put(account, new Wrong(count, clock.instant().plus(pause)));
    }

    synchronized void succeeded(String account) {
        wrong.remove(account);
    }
}
