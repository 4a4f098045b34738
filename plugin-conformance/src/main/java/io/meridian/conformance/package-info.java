/**
 * The conformance kit for plugins: starts a plugin's process against a sidecar that it plays, and checks what it does.
 * Nothing of the SDK and nothing of the bus may be imported here: a plugin in any language must be able to pass, by the
 * contract alone.
 */
package io.meridian.conformance;
