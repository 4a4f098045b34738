package io.meridian.storage;

import io.meridian.marketfiles.DataKind;

/** How far the messages of one publisher about one instrument are stored: the highest sequence. */
public record StoredMark(DataKind kind, String venue, String symbol, int source, long sequence) {}
