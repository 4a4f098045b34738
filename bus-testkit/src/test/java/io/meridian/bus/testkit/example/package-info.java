/**
 * The engine that {@code docs/how-to/add-a-bus-engine.md} builds, whole and compiled, so that the page cannot rot. It
 * carries messages between buses of one process, on the fast profile, and can do nothing more.
 */
package io.meridian.bus.testkit.example;
