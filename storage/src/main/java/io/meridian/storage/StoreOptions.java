package io.meridian.storage;

import java.nio.file.Path;

/**
 * How to open a store.
 *
 * @param folder of an engine that keeps its data in files
 * @param memoryBytes the most it may use besides Java's own
 * @param existing whether there must be one already: to look must not make one
 */
public record StoreOptions(Path folder, long memoryBytes, boolean existing) {}
