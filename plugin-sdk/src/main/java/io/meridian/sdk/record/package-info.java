/**
 * What a plugin saw and what it said, in a file: the runtime writes it, and a replay reads it. Knows nothing of sessions, rings
 * and sidecars.
 */
package io.meridian.sdk.record;
