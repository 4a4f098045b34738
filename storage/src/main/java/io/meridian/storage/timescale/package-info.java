/**
 * The store on a server: PostgreSQL with TimescaleDB, or without it. One process writes at a time; others may look meanwhile. A connection that is lost
 * is made anew by the next call.
 */
package io.meridian.storage.timescale;
