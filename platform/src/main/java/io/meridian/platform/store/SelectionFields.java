package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A selection of market data as fields of a question. */
final class SelectionFields {
    static final int COUNT = 4;

    private SelectionFields() {}

    static List<String> encode(Selection selection) {
        return List.of(
                Long.toString(selection.fromNs()),
                Long.toString(selection.toNs()),
                String.join(",", new TreeSet<>(selection.symbols())),
                String.join(",", selection.kinds().stream().map(Enum::name).toList()));
    }

    /** @throws IllegalArgumentException when it is none */
    static Selection decode(List<String> fields) {
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        for (String kind : fields.get(3).split(",")) {
            kinds.add(DataKind.valueOf(kind));
        }
        Set<String> symbols = fields.get(2).isEmpty()
                ? Set.of()
                : Set.copyOf(Arrays.asList(fields.get(2).split(",")));
        return new Selection(Long.parseLong(fields.get(0)), Long.parseLong(fields.get(1)), symbols, kinds);
    }
}
