/**
 * The bus as its users see it: open a {@link io.meridian.bus.Bus}, publish, subscribe, ask and answer.
 *
 * <p>Everything that must be the same on every engine is done here, once: stamping, grants, sequences, gaps, redelivery,
 * dead letters, request and reply. What moves and keeps the frames is an engine behind {@code io.meridian.bus.engine}; no
 * engine is named here.
 */
package io.meridian.bus;
