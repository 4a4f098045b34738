package io.meridian.bus.testkit;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The whole suite. An engine's test class implements this and nothing else:
 *
 * <pre>{@code
 * class NatsConformanceTest implements BusConformance {
 *     private final EngineFixture fixture = new NatsFixture();
 *
 *     public EngineFixture fixture() {
 *         return fixture;
 *     }
 * }
 * }</pre>
 *
 * <p>A scenario is skipped only when the engine declares that it lacks a capability the scenario needs, or when the
 * fixture has no server to stop or no connection to cut; the reason given names it. Scenarios end by the fixture's patience,
 * with a text that says what was missing; the limit on the class only catches those that hang.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@DisplayNameGeneration(EngineNames.class)
public interface BusConformance
        extends DeliveryScenarios,
                PatternScenarios,
                DuplicateScenarios,
                GroupScenarios,
                SettlementScenarios,
                ReplayScenarios,
                SlowConsumerScenarios,
                LifecycleScenarios,
                FaultScenarios,
                RequestReplyScenarios,
                DeterminismScenarios,
                HonestyScenarios,
                StressScenarios {
    /** For JUnit. */
    @BeforeEach
    default void makeFixtureReady() {
        fixture().beforeEach();
    }

    /** For JUnit. */
    @AfterAll
    default void closeFixture() {
        fixture().close();
    }
}
