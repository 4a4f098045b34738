package io.meridian.manager.db;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.PostgresServer;
import io.meridian.manager.basis.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real PostgreSQL server of one test class; a machine without skips the test. */
record OwnPostgres(Path home, PostgresServer server) implements AutoCloseable {
    static OwnPostgres start() throws IOException {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed; ./test.sh says why");
        Path home = Files.createTempDirectory("manager-postgres");
        return new OwnPostgres(home, PostgresServer.in(home).plain().start());
    }

    DatabaseAddress address() {
        return DatabaseAddress.postgresql(server.url(), PostgresServer.NAME, PostgresServer.NAME);
    }

    @Override
    public void close() {
        server.kill();
        FolderTree.delete(home);
    }
}
