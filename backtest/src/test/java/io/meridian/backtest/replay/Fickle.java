package io.meridian.backtest.replay;

import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.Setting;
import io.meridian.sdk.event.Quote;
import java.util.HashMap;
import java.util.Map;

/** Decides by what it should not look at, in the way that a setting names. */
@MeridianPlugin(
        id = "fickle",
        pool = Pool.STRATEGY,
        subscribes = "platform.data.quote.**",
        publishes = "platform.portfolio.target.fickle",
        settings = Fickle.Settings.class)
public final class Fickle extends Strategy {
    enum Cause {
        NONE,
        MACHINE_CLOCK,
        RANDOM,
        IDENTITY,
        THREAD
    }

    record Settings(@Setting("none") Cause cause) {}

    @Override
    public void onQuote(Quote quote) {
        Cause cause = settings(Settings.class).cause();
        double wanted = quote.bid()
                + switch (cause) {
                    case NONE, THREAD -> 0;
                    case MACHINE_CLOCK -> System.nanoTime() % 1_000_000;
                    case RANDOM -> (int) (Math.random() * 1_000_000);
                    case IDENTITY -> firstByIdentity();
                };
        if (cause != Cause.THREAD || !quote.symbol().equals("THREAD")) {
            target(quote.symbol(), wanted);
            return;
        }
        Thread other = new Thread(() -> execute(() -> target("THREAD", 7)));
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The order of a hash table whose keys have no hash of their own is that of their places in memory. */
    private static int firstByIdentity() {
        Map<Object, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            numbers.put(new Object(), i);
        }
        return numbers.values().iterator().next();
    }
}
