/**
 * How much a plugin may publish in a second: token buckets on primitives, the settings that size
 * them, and the gate that asks them and the kill latch.
 *
 * <p>Nothing here reads a clock, allocates after its construction, or is shared between threads: the guard loop asks with the time
 * it has.
 */
package io.meridian.sidecar.limit;
