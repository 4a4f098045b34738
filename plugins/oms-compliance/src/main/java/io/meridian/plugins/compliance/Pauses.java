package io.meridian.plugins.compliance;

import io.meridian.plugins.compliance.Wanted.Place;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Targets whose orders are refused are left alone for a while, longer each time, so that nobody is hammered. */
final class Pauses {
    private final Map<Place, Pause> byPlace = new LinkedHashMap<>();

    private record Pause(long untilNs, long lengthNs, String reason) {}

    /** An order was refused. One that was under way while the pause began does not make it longer. */
    void refused(Place place, String reason, long nowNs, Options options) {
        Pause before = byPlace.get(place);
        if (before != null && nowNs < before.untilNs()) {
            return;
        }
        long lengthNs = before == null
                ? options.pause().toNanos()
                : Math.min(2 * before.lengthNs(), options.longestPause().toNanos());
        byPlace.remove(place);
        byPlace.put(place, new Pause(nowNs + lengthNs, lengthNs, reason));
    }

    /** An order was taken: the next refusal is a first one again. */
    void taken(Place place) {
        byPlace.remove(place);
    }

    boolean isPaused(Place place, long nowNs) {
        Pause pause = byPlace.get(place);
        return pause != null && nowNs < pause.untilNs();
    }

    /** Those whose pause is over, and that have not been taken since. */
    List<Place> over(long nowNs) {
        return byPlace.entrySet().stream()
                .filter(each -> nowNs >= each.getValue().untilNs())
                .map(Map.Entry::getKey)
                .toList();
    }

    int size() {
        return byPlace.size();
    }

    /** Which was refused last, and why. */
    String last() {
        Map.Entry<Place, Pause> last = null;
        for (Map.Entry<Place, Pause> each : byPlace.entrySet()) {
            last = each;
        }
        return last == null ? "" : last.getKey() + ": " + last.getValue().reason();
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(byPlace.size());
        for (Map.Entry<Place, Pause> each : byPlace.entrySet()) {
            each.getKey().save(out);
            out.writeLong(each.getValue().untilNs());
            out.writeLong(each.getValue().lengthNs());
            out.writeUTF(each.getValue().reason());
        }
    }

    void load(DataInput in) throws IOException {
        byPlace.clear();
        for (int left = in.readInt(); left > 0; left--) {
            byPlace.put(Place.load(in), new Pause(in.readLong(), in.readLong(), in.readUTF()));
        }
    }
}
