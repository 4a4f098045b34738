/**
 * A simulated market that publishes quotes and a few durable orders, and the layout of their payloads. For trying the bus
 * out; nothing here trades.
 */
package io.meridian.platform.demo;
