package io.meridian.bus.testkit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInstance;

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
 * fixture has no server to stop or no connection to cut; the reason given names it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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
