/**
 * Real servers as child processes, for tests, benchmarks and the development stack: always on the loopback, on free
 * ports, with files where the caller says, and gone when this JVM ends.
 *
 * <p>Only the JDK is used, and nothing of the platform: whoever needs a server may depend on this, and it depends on
 * nobody. Nothing here is meant for production.
 */
package io.meridian.devservers;
