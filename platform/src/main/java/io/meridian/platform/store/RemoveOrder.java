package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.MarketStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which imported rows are to be removed. @param dry whether they are only counted */
record RemoveOrder(Selection selection, boolean dry) {
    /** By the thread that may do it: that which reads when they are only counted, else that which writes. @return how many of each kind */
    Map<DataKind, Long> run(MarketStore store) {
        Map<DataKind, Long> rows = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            if (selection.kinds().contains(kind)) {
                rows.put(kind, dry ? store.countImported(kind, selection) : store.removeImported(kind, selection));
            }
        }
        return rows;
    }

    List<String> encode() {
        List<String> fields = new ArrayList<>(SelectionFields.encode(selection));
        fields.add(Boolean.toString(dry));
        return fields;
    }

    /** @throws IllegalArgumentException when it is none */
    static RemoveOrder decode(List<String> fields) {
        int own = SelectionFields.COUNT;
        if (fields.size() != own + 1) {
            throw new IllegalArgumentException("fields=" + fields.size() + " of a removal, expected=" + (own + 1));
        }
        return new RemoveOrder(SelectionFields.decode(fields), Boolean.parseBoolean(fields.get(own)));
    }

    static List<List<String>> encode(Map<DataKind, Long> rows) {
        List<List<String>> lines = new ArrayList<>();
        rows.forEach((kind, count) -> lines.add(List.of(kind.name(), count.toString())));
        return lines;
    }

    static Map<DataKind, Long> decodeRows(List<List<String>> lines) {
        Map<DataKind, Long> rows = new EnumMap<>(DataKind.class);
        lines.forEach(line -> rows.put(DataKind.valueOf(line.get(0)), Long.parseLong(line.get(1))));
        return rows;
    }
}
