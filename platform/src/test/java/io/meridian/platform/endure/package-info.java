/** Plugins and sidecars that are killed, as processes, beside real servers: what is acknowledged must outlive all of it. */
package io.meridian.platform.endure;
