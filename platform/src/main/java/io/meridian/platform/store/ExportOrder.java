package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is to be exported, and where to. @param force whether an earlier export there is replaced */
public record ExportOrder(Path folder, Selection selection, boolean force) {
    List<String> encode() {
        return List.of(
                folder.toString(),
                Long.toString(selection.fromNs()),
                Long.toString(selection.toNs()),
                String.join(",", new TreeSet<>(selection.symbols())),
                String.join(",", selection.kinds().stream().map(Enum::name).toList()),
                Boolean.toString(force));
    }

    /** @throws IllegalArgumentException when it is none */
    static ExportOrder decode(List<String> fields) {
        if (fields.size() != 6) {
            throw new IllegalArgumentException("fields=" + fields.size() + " of an export, expected=6");
        }
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        for (String kind : fields.get(4).split(",")) {
            kinds.add(DataKind.valueOf(kind));
        }
        Set<String> symbols = fields.get(3).isEmpty()
                ? Set.of()
                : Set.copyOf(Arrays.asList(fields.get(3).split(",")));
        return new ExportOrder(
                Path.of(fields.get(0)),
                new Selection(Long.parseLong(fields.get(1)), Long.parseLong(fields.get(2)), symbols, kinds),
                Boolean.parseBoolean(fields.get(5)));
    }
}
