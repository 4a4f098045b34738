/** Tests of a whole sidecar on a real bus, with a small plugin that speaks shared memory. */
package io.meridian.sidecar;
