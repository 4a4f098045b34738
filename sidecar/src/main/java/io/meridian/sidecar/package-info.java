/**
 * The guard beside one plugin: how it is set up, started and stopped, its one loop and the states it goes through.
 *
 * <p>Puts the parts together. What a plugin may do stands in {@code session}, how it is reached in {@code memory} and
 * {@code grpc}; nothing here looks at a message.
 */
package io.meridian.sidecar;
