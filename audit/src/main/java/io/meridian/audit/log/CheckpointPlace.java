package io.meridian.audit.log;

import java.io.IOException;
import java.util.List;

/**
 * A second place for checkpoints, out of reach of who writes the log: what is kept there cannot be taken back with the log. For one
 * thread.
 */
public interface CheckpointPlace extends AutoCloseable {
    /** Where it is, for people. */
    String description();

    /** How many records the last checkpoint counts that it keeps of this log; 0 for none. */
    long count(String log, String shard) throws IOException;

    /** Keeps these, each of more records than the one before. They are safe when it returns. */
    void keep(List<Checkpoint> checkpoints) throws IOException;

    @Override
    void close();
}
