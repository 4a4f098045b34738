package io.meridian.conformance.role;

import io.meridian.sdk.BookKeeper;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Fill;
import java.util.HashMap;
import java.util.Map;

/** A book of what was filled. */
@MeridianPlugin(
        id = "fill-book",
        pool = Pool.BOR,
        subscribes = "platform.oms.event.*",
        publishes = "platform.bor.position.*")
class FillBook extends BookKeeper {
    private final Map<String, Double> held = new HashMap<>();

    @Override
    public void onFill(Fill fill) {
        if (isNew(fill)) {
            count(fill, fill.signedQuantity());
        }
    }

    final void count(Fill fill, double change) {
        double now = held.merge(fill.portfolio() + "/" + fill.symbol(), change, Double::sum);
        position(fill.portfolio(), fill.venue(), fill.symbol(), fill.currency(), now, fill.price());
    }
}
