package io.meridian.platform.audit;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.search.ExportRows;
import io.meridian.audit.verify.Finding;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.marketfiles.TextTable;
import io.meridian.marketfiles.TextTable.Column;
import io.meridian.marketfiles.TextTable.Type;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The records of an export as a Parquet file beside the lines, and whether each row of it is what is proved. */
final class ParquetRecords {
    static final String FILE = "records.parquet";

    static final List<Column> COLUMNS = ExportRows.COLUMNS.stream()
            .map(name -> new Column(
                    name,
                    ExportRows.TIMES.contains(name)
                            ? Type.TIME
                            : ExportRows.NUMBERS.contains(name) ? Type.NUMBER : Type.TEXT))
            .toList();

    private static final int MOST = 20;

    private ParquetRecords() {}

    static void write(Path export) {
        try (TextTable table = new TextTable(export.resolve(FILE), COLUMNS)) {
            ExportRows.read(export, table::add);
            table.finish();
        } catch (IOException e) {
            throw new AuditException("The export to " + export + " failed: " + e, e);
        }
    }

    /** What is wrong with it. */
    static List<Finding> check(Path export) {
        List<Finding> findings = new ArrayList<>();
        Deque<List<String>> read = new ArrayDeque<>();
        try {
            TextTable.read(export.resolve(FILE), COLUMNS, read::add);
        } catch (MarketDataException unreadable) {
            return List.of(new Finding(Finding.Kind.DAMAGED, -1, FILE, unreadable.getMessage()));
        }
        long[] row = new long[1];
        ExportRows.read(export, values -> {
            row[0]++;
            List<String> there = read.poll();
            if (!values.equals(there) && findings.size() < MOST) {
                findings.add(new Finding(
                        there == null ? Finding.Kind.DELETED : Finding.Kind.EDITED,
                        Long.parseLong(values.getFirst()),
                        FILE + ", row " + row[0],
                        "the row does not say what was recorded"));
            }
        });
        if (!read.isEmpty()) {
            findings.add(new Finding(
                    Finding.Kind.INSERTED, -1, FILE, "there are " + read.size() + " rows more than records"));
        }
        return findings;
    }
}
