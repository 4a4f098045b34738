/** An engine that stores when a test lets it. */
package io.meridian.sidecar.held;
