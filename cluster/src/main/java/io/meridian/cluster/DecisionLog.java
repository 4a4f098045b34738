package io.meridian.cluster;

import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.LogEntries;

/**
 * The log of decisions on the disk, which takes nothing more once it could not write. The library prints that a disk is full and goes on: the node then agrees to what it has not kept, and
 * one that counts votes keeps the others waiting for as long as its disk is full.
 */
public final class DecisionLog extends FileBasedLog {
    private volatile String failure;

    /** Made by the library, by its name. */
    public DecisionLog() {}

    /** Why it takes nothing more; null as long as it does. */
    String failure() {
        return failure;
    }

    @Override
    public long append(long index, LogEntries entries) {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        long appended;
        try {
            appended = super.append(index, entries);
        } catch (RuntimeException | Error failed) {
            failure = "the log of decisions cannot be written: " + failed;
            throw failed;
        }
        if (lastAppended() < index + entries.size() - 1) {
            failure = "the log of decisions cannot be written: it ends at " + lastAppended() + " and not at "
                    + (index + entries.size() - 1) + ". Is the disk full?";
            throw new IllegalStateException(failure);
        }
        return appended;
    }
}
