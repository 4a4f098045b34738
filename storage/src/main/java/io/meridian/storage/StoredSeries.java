package io.meridian.storage;

import io.meridian.marketfiles.DataKind;

/**
 * What a store has of one kind and instrument, that came over the bus or that was imported.
 *
 * @param imported whether it was imported
 * @param firstNs epoch nanoseconds of the earliest row
 * @param lastNs of the latest
 */
public record StoredSeries(
        DataKind kind, String venue, String symbol, boolean imported, long rows, long firstNs, long lastNs) {}
