/**
 * The store on a server of ClickHouse, over HTTP. There are no transactions and no locks: a batch knows how many rows it has, so that a part of it is
 * found and removed, and the one who writes says again and again that it is there.
 */
package io.meridian.storage.clickhouse;
