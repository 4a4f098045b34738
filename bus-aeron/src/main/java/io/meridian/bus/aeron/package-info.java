/**
 * The bus engine on Aeron: log buffers in shared memory or over UDP for the fast profile, Aeron Archive for the
 * durable one.
 *
 * <p>Frames of a topic travel on one of a fixed number of lanes (Aeron streams), chosen by the topic's hash. One
 * thread per engine, the {@code Keeper}, does everything that may wait: it connects, opens, recovers, discovers
 * recordings and writes cursors. Publishing and polling touch shared memory only: they neither allocate, lock,
 * format nor wait.
 *
 * <p>Nothing here knows envelopes, grants or sequences, and nothing outside this package sees an Aeron class.
 */
package io.meridian.bus.aeron;
