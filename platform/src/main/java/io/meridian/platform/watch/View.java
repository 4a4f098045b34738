package io.meridian.platform.watch;

/** Shows snapshots as they come. */
interface View extends AutoCloseable {
    void show(Snapshot snapshot);

    @Override
    default void close() {}
}
