package io.meridian.bus.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the suite must know of an engine: its name, how to reach it, and the handles for making it suffer. One fixture
 * serves a whole test class; scenarios may use it from several threads.
 */
public interface EngineFixture extends AutoCloseable {
    /** The provider's name, as in {@code BUS_BACKEND}. */
    String engine();

    /** The settings to connect with, by name, without {@code bus.backend}. */
    Map<String, String> settings();

    /** The server, for scenarios that stop and start it; none when the engine lives in the test's own process. */
    default Optional<ServerControl> server() {
        return Optional.empty();
    }

    /** A way to the server that the suite can cut; none for an engine without a TCP connection. Always the same one. */
    default Optional<ProxiedWay> throughProxy() {
        return Optional.empty();
    }

    /**
     * How long the suite waits for a thing that must happen. Slow engines raise it; it costs nothing while all goes well.
     */
    default Duration patience() {
        return Duration.ofSeconds(15);
    }

    /**
     * How long after a server is back, or a cable is mended, messages must flow again. Longer than {@link #patience} where
     * a client's own timeouts must pass first.
     */
    default Duration recoveryPatience() {
        return patience().multipliedBy(2);
    }

    /** Called before each scenario: the server runs and the way to it is open when this returns. */
    default void beforeEach() {
        server().ifPresent(ServerControl::start);
        throughProxy().ifPresent(way -> way.proxy().heal());
    }

    /** Called once after the last scenario. */
    @Override
    default void close() {}

    /**
     * A second way to the server.
     *
     * @param proxy stands between; the fixture keeps it open
     * @param settings lead through the proxy, and nowhere round it
     */
    record ProxiedWay(TcpProxy proxy, Map<String, String> settings) {}
}
