/**
 * Where the kernel meets the bus's topics: who sends is told by a message's topic, and what happened becomes messages for those whom it
 * concerns. No bus, clock or file: the platform's service and the backtest both run it.
 */
package io.meridian.kernel.hub;
