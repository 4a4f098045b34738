package io.meridian.backtest.replay;

import io.meridian.sdk.record.Entry;

/**
 * Where a plugin said something else than in the recording.
 *
 * @param input    what it saw
 * @param recorded what it said then; null when it said nothing more
 * @param replayed what it said now; null when it said nothing more
 */
public record Difference(Entry input, Entry recorded, Entry replayed) {}
