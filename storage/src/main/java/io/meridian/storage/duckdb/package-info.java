/** The store that is embedded: a DuckDB file in a folder, which one process at a time has open. */
package io.meridian.storage.duckdb;
