package io.meridian.storage.clickhouse;

import java.util.List;

/** Rows for one table. */
record Block(String table, List<String> columns, RowBytes bytes) {}
