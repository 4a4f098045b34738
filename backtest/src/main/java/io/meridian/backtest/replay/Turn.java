package io.meridian.backtest.replay;

import io.meridian.sdk.record.Entry;
import java.util.List;

/**
 * One input of a recording and what followed from it.
 *
 * @param isLost whether the sidecar was lost next, perhaps while the input was handled
 * @param isCutOff whether the recording ends here, perhaps in the midst of it
 */
record Turn(Entry input, List<Entry> outputs, boolean isLost, boolean isCutOff) {}
