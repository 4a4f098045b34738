package io.meridian.platform.store;

import io.meridian.marketfiles.FileOptions;
import java.util.List;
import java.util.Map;

/**
 * What is to be imported.
 *
 * @param location a file, a folder or a pattern
 * @param skipBadRows whether rows that cannot be read are left out and counted
 * @param force whether rows may be imported that may be there already
 */
record ImportOrder(String location, String venue, String currency, boolean skipBadRows, boolean force) {
    FileOptions options() {
        return new FileOptions(venue, currency, 0, Map.of(), skipBadRows);
    }

    List<String> encode() {
        return List.of(location, venue, currency, Boolean.toString(skipBadRows), Boolean.toString(force));
    }

    static ImportOrder decode(List<String> fields) {
        return new ImportOrder(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                Boolean.parseBoolean(fields.get(3)),
                Boolean.parseBoolean(fields.get(4)));
    }
}
