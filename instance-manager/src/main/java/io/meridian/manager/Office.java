package io.meridian.manager;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether a manager may order anything. One that is alone always may; of several, one at a time leads in a term of its own, and holds that only as long as the others agree.
 *
 * @param term in which it leads; 0: it is alone, and has its folder by a lock
 * @param holds whether it still does
 * @param rest how long it starts nothing after it came into office: by then what another has started has heard from nobody, and has ended
 */
public record Office(long term, BooleanSupplier holds, Duration rest) {
    public static final Office ALONE = new Office(0, () -> true, Duration.ZERO);

    boolean isShared() {
        return term > 0;
    }
}
