package io.meridian.audit.log;

import java.util.concurrent.TimeUnit;

/**
 * How a log is kept.
 *
 * @param shard its name beside others of one deployment
 * @param segmentBytes a file that has so many bytes is followed by a new one
 * @param checkpointRecords so many records have a checkpoint at the latest
 * @param checkpointNs a record waits so long for one at the longest
 */
public record LogOptions(String shard, long segmentBytes, int checkpointRecords, long checkpointNs) {
    public static final LogOptions DEFAULT = new LogOptions("main", 256L << 20, 1_000, TimeUnit.SECONDS.toNanos(1));

    public LogOptions {
        if (!shard.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("shard=" + shard + " must be 1 to 32 letters, digits, '_' or '-'");
        }
    }
}
