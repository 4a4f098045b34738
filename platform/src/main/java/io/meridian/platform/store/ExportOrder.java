package io.meridian.platform.store;

import io.meridian.marketfiles.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is to be exported, and where to. @param force whether an earlier export there is replaced */
public record ExportOrder(Path folder, Selection selection, boolean force) {
    List<String> encode() {
        List<String> fields = new ArrayList<>(SelectionFields.encode(selection));
        fields.add(folder.toString());
        fields.add(Boolean.toString(force));
        return fields;
    }

    /** @throws IllegalArgumentException when it is none */
    static ExportOrder decode(List<String> fields) {
        int own = SelectionFields.COUNT;
        if (fields.size() != own + 2) {
            throw new IllegalArgumentException("fields=" + fields.size() + " of an export, expected=" + (own + 2));
        }
        return new ExportOrder(
                Path.of(fields.get(own)), SelectionFields.decode(fields), Boolean.parseBoolean(fields.get(own + 1)));
    }
}
