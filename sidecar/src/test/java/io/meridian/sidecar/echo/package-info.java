/** An engine for measuring the sidecar alone. */
package io.meridian.sidecar.echo;
