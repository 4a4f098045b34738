/**
 * The engine named {@code memory}: a bus inside one JVM, for the unit tests of code that uses the bus.
 *
 * <p>It has no thread, no socket, no file and no timer of its own: a message is where it belongs when {@code offer}
 * returns, so a test that publishes and then polls sees the same thing every time. It allocates and locks, so it proves
 * nothing about speed, and what it stores dies with the JVM. It is one more implementation of the SPI: nothing outside
 * this package may depend on it.
 */
package io.meridian.bus.memory;
