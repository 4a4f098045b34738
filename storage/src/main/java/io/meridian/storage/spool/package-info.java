/**
 * Batches of market data that wait on the disk while the store cannot take them. Files and their checksums are known here, and nothing of stores, buses
 * or threads that use them.
 */
package io.meridian.storage.spool;
