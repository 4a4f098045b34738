/**
 * A sidecar that is played: it speaks the contract to a plugin's process over gRPC and over shared memory, does what a check
 * tells it, and remembers all that it saw. It has no bus behind it. No check lives here.
 */
package io.meridian.conformance.stage;
