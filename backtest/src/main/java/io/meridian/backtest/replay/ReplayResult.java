package io.meridian.backtest.replay;

/**
 * What came of a replay.
 *
 * @param starts     how often a plugin was made
 * @param inputs     what it saw
 * @param messages   what of it were messages
 * @param outputs    what it said and did; when verifying: the same as in the recording
 * @param published  what of it were published messages
 * @param sameManifest whether the plugin has the manifest that was recorded
 * @param difference the first one; null when there is none
 * @param endPlace   the entry that cannot be verified any more, 0 when all can
 * @param endReason  why it cannot, or empty
 */
public record ReplayResult(
        long starts,
        long inputs,
        long messages,
        long outputs,
        long published,
        boolean sameManifest,
        Difference difference,
        long endPlace,
        String endReason) {
    /** Whether all was replayed and nothing differs. */
    public boolean isSame() {
        return difference == null && endReason.isEmpty();
    }
}
