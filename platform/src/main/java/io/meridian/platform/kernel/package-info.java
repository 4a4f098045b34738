/**
 * The kernel as a service: the one process that decides orders, on the bus's durable profile, with a journal of its own on the disk. Nothing
 * here decides: that is the kernel module's. The order is always the same: take a message, store its events, tell what
 * happened, confirm the message.
 */
package io.meridian.platform.kernel;
