package io.meridian.sdk;

import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.sdk.event.Fill;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The last fills that were counted. Two fills of a kind with the same trade id, side, price, quantity and venue are one: a
 * venue may say it twice.
 */
final class KnownFills {
    private final Known known = new Known();

    boolean isNew(Fill fill) {
        String key =
                fill.tradeId() + "/" + fill.side() + "/" + fill.price() + "/" + fill.quantity() + "/" + fill.venue();
        return known.isNew(fill.kind() == FillKind.NEW ? key : key + "/" + fill.kind());
    }

    void save(DataOutput out) throws IOException {
        known.save(out);
    }

    void load(DataInput in) throws IOException {
        known.load(in);
    }
}
