/**
 * The kernel: what happens to orders, positions and cash. Commands go in ({@link io.meridian.kernel.Kernel#take}), events come
 * out, and the state is what the events make of it. Deterministic: nothing here reads a clock, draws a random number, starts
 * a thread, or touches a file or socket. Time, and who sends, are arguments.
 */
package io.meridian.kernel;
