package io.meridian.sdk;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.sdk.event.Insight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What models expect now. The last word of a model on an instrument counts, until its end. */
final class Expectations {
    private static final Comparator<Listing> IN_ORDER =
            Comparator.comparing(Listing::venue).thenComparing(Listing::symbol);

    private final SortedMap<Listing, SortedMap<String, Expected>> byListing = new TreeMap<>(IN_ORDER);

    /** @param closeAtNs when it ends; 0: with the next word of the same model */
    private record Expected(boolean up, long closeAtNs) {
        boolean isOver(long nowNs) {
            return closeAtNs != 0 && closeAtNs <= nowNs;
        }
    }

    void heed(Insight insight) {
        Listing listing = new Listing(insight.venue(), insight.symbol());
        SortedMap<String, Expected> models = byListing.computeIfAbsent(listing, any -> new TreeMap<>());
        boolean up = insight.direction() == InsightDirection.UP;
        if (up || insight.direction() == InsightDirection.DOWN) {
            models.put(insight.model(), new Expected(up, insight.closeAtNs()));
        } else {
            models.remove(insight.model());
        }
    }

    /** Forgets what is over. Of what is left gives 1 for instruments that more models expect to rise than to fall, -1 for the others. */
    SortedMap<Listing, Integer> sides(long nowNs) {
        SortedMap<Listing, Integer> sides = new TreeMap<>(IN_ORDER);
        byListing.forEach((listing, models) -> {
            models.values().removeIf(expected -> expected.isOver(nowNs));
            int votes = models.values().stream()
                    .mapToInt(each -> each.up() ? 1 : -1)
                    .sum();
            if (votes != 0) {
                sides.put(listing, Integer.signum(votes));
            }
        });
        byListing.values().removeIf(Map::isEmpty);
        return sides;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(byListing.size());
        for (Map.Entry<Listing, SortedMap<String, Expected>> each : byListing.entrySet()) {
            out.writeUTF(each.getKey().venue());
            out.writeUTF(each.getKey().symbol());
            out.writeInt(each.getValue().size());
            for (Map.Entry<String, Expected> model : each.getValue().entrySet()) {
                out.writeUTF(model.getKey());
                out.writeBoolean(model.getValue().up());
                out.writeLong(model.getValue().closeAtNs());
            }
        }
    }

    void load(DataInput in) throws IOException {
        byListing.clear();
        for (int listings = in.readInt(); listings > 0; listings--) {
            SortedMap<String, Expected> models = new TreeMap<>();
            byListing.put(new Listing(in.readUTF(), in.readUTF()), models);
            for (int left = in.readInt(); left > 0; left--) {
                models.put(in.readUTF(), new Expected(in.readBoolean(), in.readLong()));
            }
        }
    }
}
