/**
 * The way out: a proxy through which a plugin reaches hosts outside that it was granted, and by which a secret is added that the plugin
 * never sees. It knows nothing of the bus, of topics or of the plugin's session.
 */
package io.meridian.sidecar.egress;
