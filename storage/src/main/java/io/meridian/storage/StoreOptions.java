package io.meridian.storage;

import java.nio.file.Path;

/**
 * How to open a store.
 *
 * @param folder of an engine that keeps its data in files; null: none was named
 * @param server of an engine that keeps them on one; null: none was named
 * @param memoryBytes the most it may use besides Java's own
 * @param existing whether it is opened only to be looked at: then there must be one already, as to look must not make one, and what writes must not
 *     be called. An engine that can lets others look while one writes
 */
public record StoreOptions(Path folder, StoreServer server, long memoryBytes, boolean existing) {
    /** Of an engine that keeps its data in files. */
    public static StoreOptions in(Path folder, long memoryBytes, boolean existing) {
        return new StoreOptions(folder, null, memoryBytes, existing);
    }
}
