/**
 * Market data from the bus into the store, and back out of it: the service that writes, and the commands that ask. What a store is, the storage module
 * says; what a question does is the same whether the service or a command of its own does it.
 */
package io.meridian.platform.store;
