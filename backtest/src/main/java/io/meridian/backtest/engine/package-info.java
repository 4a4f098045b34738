/**
 * Plugins in one process and one thread, under a clock that moves from event to event: a bus, a runtime without a sidecar, the kernel among the
 * plugins. What follows from an event is handled before the next one comes. No file, socket, thread or clock of the machine lives here.
 */
package io.meridian.backtest.engine;
