/**
 * Messages and typed events as a plugin's handlers see them: windows on bytes that belong to the runtime, used again for the
 * next message, with copies that last. {@link io.meridian.sdk.event.EventWriter} writes the
 * same.
 */
package io.meridian.sdk.event;
