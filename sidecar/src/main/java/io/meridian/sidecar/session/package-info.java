/**
 * What a plugin can do, whichever way it is attached: publish, subscribe, settle, ask, answer, keep state. All of it runs
 * on the thread of the guard loop.
 *
 * <p>Attach points are thin: they turn frames or calls into calls of {@link io.meridian.sidecar.session.PluginSession}.
 * Nothing here knows a ring, a socket or a thread.
 */
package io.meridian.sidecar.session;
