/**
 * What makes a plugin run: one loop over the memory shared with the sidecar. Authors need nothing of it but
 * {@link io.meridian.sdk.runtime.PluginRuntime}, and that only to run a plugin inside a program of their own.
 */
package io.meridian.sdk.runtime;
