package io.meridian.plugins.replay;

import io.meridian.sdk.event.InstrumentWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Object2ObjectHashMap;
import org.agrona.collections.ObjectHashSet;

/** The instruments that were told of. Looks them up without allocation. */
final class Instruments {
    private final Object2ObjectHashMap<String, Set<String>> symbolsByVenue = new Object2ObjectHashMap<>();
    private final List<InstrumentWriter.Terms> all = new ArrayList<>();

    /** @return whether it was not there */
    boolean add(String venue, String symbol) {
        Set<String> symbols = symbolsByVenue.get(venue);
        if (symbols == null) {
            symbols = new ObjectHashSet<>();
            symbolsByVenue.put(venue, symbols);
        }
        return symbols.add(symbol);
    }

    void add(InstrumentWriter.Terms terms) {
        add(terms.venue(), terms.symbol());
        all.add(terms);
    }

    List<InstrumentWriter.Terms> all() {
        return all;
    }
}
