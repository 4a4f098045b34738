package io.meridian.audit.verify;

import java.util.List;

/**
 * What the check of a log said.
 *
 * @param records how many were looked at
 * @param bytes of them
 * @param first the index of the first: more than 0 when older files were removed
 * @param checkpoints how many signatures were checked
 * @param sealed how many records the last good checkpoint counts; what comes after is chained, but not signed
 * @param erased records with the name of somebody that was erased since
 * @param findings what is wrong; when there is much, the first of it
 * @param more how many findings were left off
 */
public record Verification(
        String log,
        long records,
        long bytes,
        long first,
        long checkpoints,
        long sealed,
        long erased,
        List<Finding> findings,
        long more) {
    /** Whether all is as it was recorded. */
    public boolean isGood() {
        return findings.isEmpty();
    }
}
