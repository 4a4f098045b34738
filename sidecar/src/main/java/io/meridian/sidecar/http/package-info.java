/**
 * Pages over HTTP on the loopback that can only be read, for people and programs on the same machine. What they say is none of this package's.
 */
package io.meridian.sidecar.http;
