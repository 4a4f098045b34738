/**
 * A server around the real engine of ClickHouse, which comes as a library. It speaks as much of the server's HTTP as clients of a store need, and runs as a
 * process of its own, so that it can be killed as a server can.
 */
package io.meridian.devservers.clickhouse;
