package io.meridian.manager.db;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.BO;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static io.meridian.manager.TestManager.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.devservers.PostgresServer;
import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.account.Person;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.grants.GrantRule;
import io.meridian.manager.grants.GrantState;
import io.meridian.manager.health.Level;
import io.meridian.manager.kill.KillReport;
import io.meridian.manager.kill.KillScope;
import io.meridian.manager.reconcile.Phase;
import io.meridian.manager.registry.Instance.Desired;
import io.meridian.manager.registry.Instances;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.runtime.UnitRole;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manager whose state is on a real PostgreSQL server. */
@Tag("server")
@Timeout(120)
final class PostgresTest {
    private static OwnPostgres own;
    private static PostgresServer server;

    @TempDir
    Path folder;

    private TestManager test;

    @BeforeAll
    static void start() throws Exception {
        own = OwnPostgres.start();
        server = own.server();
    }

    @AfterAll
    static void end() {
        if (own != null) {
            own.close();
        }
    }

    @BeforeEach
    void empty() throws Exception {
        sql("DROP SCHEMA public CASCADE");
        sql("CREATE SCHEMA public");
        test = new TestManager(folder, Mode.DEVELOPMENT);
    }

    @AfterEach
    void running() {
        if (!server.isRunning()) {
            server.start();
        }
    }

    private static void sql(String text) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(own.address().jdbcUrl(), PostgresServer.NAME, PostgresServer.NAME);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private Manager open() {
        return test.open(own.address());
    }

    @Test
    void shouldKnowEverythingAgainWhenItIsOpenedAgain() {
        String token;
        String grant;
        String kill;
        try (Manager manager = open()) {
            manager.accounts().create(Person.MANAGER, "eve", "correct horse battery", TestManager.all());
            token = manager.tokens()
                    .create(new Person("eve", TestManager.all(), ""), "hers", TestManager.all(), Duration.ofDays(1))
                    .secret();
            PluginVersion first = register(manager, "momo", "1.0.0");
            PluginVersion second = register(manager, "momo", "1.1.0");
            create(manager, "m1", first);
            create(manager, "m2", first, "m1");
            manager.instances()
                    .change(
                            ANNA,
                            "m1",
                            0,
                            new Instances.Change(second.version(), Map.of("fast", "7"), Map.of("apiKey", "hidden")),
                            "better");
            manager.instances().desire(ANNA, "m1", Desired.RUNNING, "");
            settle(manager);
            test.runtime.end("m1", UnitRole.PLUGIN, 1);
            manager.reconciler().pass(instance -> true);
            manager.health().judge(manager.reconciler().states());
            grant = manager.grants()
                    .list("m1", EnumSet.of(GrantState.ACTIVE))
                    .getFirst()
                    .id();
            manager.grants().revoke(BO, grant, "not any more");
            KillReport report = manager.kills().set(ANNA, KillScope.PLUGIN, "momo", false, "odd prices");
            kill = report.kill().id();
        }
        try (Manager manager = open()) {
            assertEquals("eve", manager.tokens().person(token).orElseThrow().name());
            assertEquals("1.1.0", manager.instances().get("m1").version());
            assertEquals(Map.of("fast", "7"), manager.instances().get("m1").settings());
            assertEquals(
                    Map.of("fast", "7", "apiKey", "hidden"),
                    manager.instances().allSettings(manager.instances().get("m1")));
            assertEquals(Map.of("m1", Set.of("apiKey")), manager.instances().secretNames());
            assertEquals(List.of("m1"), manager.instances().get("m2").needs());
            manager.reconciler().pass(instance -> true);
            assertEquals(1, manager.reconciler().states().get("m1").crashes());
            assertEquals(
                    Phase.BACKING_OFF, manager.reconciler().states().get("m1").phase());
            assertFalse(manager.health().history("m1", Duration.ofHours(1)).isEmpty());
            GrantRule revoked = manager.grants().get(grant);
            assertEquals(GrantState.REVOKED, revoked.state());
            assertEquals(kill, manager.kills().holding("m2").id());
            manager.kills().release(BO, kill, "mended");
            assertEquals("bo", manager.kills().get(kill).releasedBy());
            assertEquals(
                    "1.0.0", manager.instances().rollBack(BO, "m1", "slower").version());
            manager.instances().quarantine("m1", "too often");
            manager.instances().release(BO, "m1", "looked at");
            manager.instances().desire(BO, "m1", Desired.STOPPED, "");
            assertThrows(RuntimeException.class, () -> create(manager, "m1", register(manager, "momo", "1.2.0")));
            var newest = manager.acts().latest("m1", null, 2);
            assertEquals("instance.stop", newest.getFirst().action());
            assertEquals(
                    "instance.release",
                    manager.acts()
                            .latest("m1", newest.getFirst().id(), 1)
                            .getFirst()
                            .action());
            manager.instances().remove(BO, "m2", "");
            assertEquals(1, manager.instances().all().size());
        }
    }

    @Test
    void shouldServeAgainWhenTheServerWasAway() throws Exception {
        try (Manager manager = open()) {
            PluginVersion version = register(manager, "momo", "1.0.0");
            create(manager, "m1", version);
            server.stop();
            DatabaseException away = assertThrows(
                    DatabaseException.class, () -> manager.instances().all());
            assertTrue(away.getMessage().contains(server.url()), away.getMessage());
            // A kill needs no database, and says that this manager alone knows of it.
            manager.kills().set(ANNA, KillScope.ALL, "", false, "odd prices");
            assertNotNull(manager.kills().holding("m1"));
            assertTrue(
                    test.log.stream().anyMatch(line -> line.contains("could not be written down")), test.log::toString);
            server.start();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (true) {
                try {
                    assertEquals("m1", manager.instances().all().getFirst().name());
                    break;
                } catch (DatabaseException notYet) {
                    assertTrue(System.nanoTime() - deadlineNs < 0, notYet.getMessage());
                }
            }
            manager.instances().desire(ANNA, "m1", Desired.RUNNING, "");
            settle(manager);
            manager.health().judge(manager.reconciler().states());
            assertEquals(Level.STARTING, manager.health().of("m1").level());
        }
    }

    @Test
    void shouldSayThatTheServerIsAwayWhenItHangs() throws Exception {
        try (Manager manager = open()) {
            manager.instances().all();
            server.pause();
            try {
                DatabaseException away = assertThrows(
                        DatabaseException.class, () -> manager.instances().all());
                assertTrue(away.getMessage().contains(server.url()), away.getMessage());
            } finally {
                server.resume();
            }
        }
    }

    @Test
    void shouldLeaveOtherTablesAloneWhenTheDatabaseHasSome() throws Exception {
        sql("CREATE TABLE theirs (name TEXT)");
        sql("INSERT INTO theirs VALUES ('kept')");
        try (Manager manager = open()) {
            register(manager, "momo", "1.0.0");
        }
        sql("SELECT name FROM theirs");
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotBeUsed() {
        IllegalStateException password = assertThrows(
                IllegalStateException.class,
                () -> test.open(DatabaseAddress.postgresql(server.url(), PostgresServer.NAME, "wrong-secret")));
        assertTrue(
                password.getMessage().contains("password")
                        && !password.getMessage().contains("wrong-secret"),
                password.getMessage());
        IllegalStateException database = assertThrows(
                IllegalStateException.class,
                () -> test.open(
                        DatabaseAddress.postgresql(server.url("none"), PostgresServer.NAME, PostgresServer.NAME)));
        assertTrue(database.getMessage().contains("\"none\" does not exist"), database.getMessage());
        try (Manager manager = open()) {
            IllegalStateException copy = assertThrows(
                    IllegalStateException.class, () -> manager.database().copyTo("x.db"));
            assertTrue(copy.getMessage().contains("pg_dump"), copy.getMessage());
        }
    }
}
