package io.meridian.sdk;

import io.meridian.sdk.event.Fill;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The last fills that were counted, so that one that comes again, after a handler threw or a venue said it twice, is not
 * counted again. Two fills with the same trade id, side, price, quantity and venue are one.
 */
final class KnownFills {
    private static final int MOST = 4096;

    private final Set<String> keys = new LinkedHashSet<>();

    boolean isNew(Fill fill) {
        String key =
                fill.tradeId() + "/" + fill.side() + "/" + fill.price() + "/" + fill.quantity() + "/" + fill.venue();
        if (!keys.add(key)) {
            return false;
        }
        if (keys.size() > MOST) {
            keys.remove(keys.iterator().next());
        }
        return true;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(keys.size());
        for (String key : keys) {
            out.writeUTF(key);
        }
    }

    void load(DataInput in) throws IOException {
        keys.clear();
        for (int left = in.readInt(); left > 0; left--) {
            keys.add(in.readUTF());
        }
    }
}
