package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Rows of one kind on their way from another database into a Parquet file. They are gathered in a database of this engine, beside the file and only as
 * long as it is written: so they are put in order and written as its own are, in bounded memory.
 */
public final class ParquetDraft implements AutoCloseable {
    private final Path folder;
    private final DataKind kind;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;

    /** @param file the one to be written; what lies beside it until then needs as much room */
    public ParquetDraft(Path file, DataKind kind, long memoryBytes) throws IOException, SQLException {
        this.kind = kind;
        folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".draft-");
        DuckDBConnection opened = null;
        try {
            opened = DuckDbStore.connect(folder.resolve("draft"), memoryBytes);
            try (Statement statement = opened.createStatement()) {
                statement.execute(Table.create(kind));
            }
            connection = opened;
            appender = connection.createAppender(Table.name(kind));
        } catch (SQLException failed) {
            if (opened != null) {
                opened.close();
            }
            delete();
            throw failed;
        }
    }

    /** Takes the columns of a row in their order: {@link Table} says which. */
    public DuckDBAppender rows() {
        return appender;
    }

    /** Writes the file; without rows there is none. No more rows can be added. @return how many there are */
    public long write(Path file) throws SQLException {
        appender.close();
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            long rows = new ParquetExport(statement, kind, Selection.all()).write(file);
            connection.commit();
            return rows;
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        try (connection;
                appender) {
            connection.rollback();
        } finally {
            delete();
        }
    }

    private void delete() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path each : left) {
            Files.delete(each);
        }
        Files.delete(folder);
    }
}
