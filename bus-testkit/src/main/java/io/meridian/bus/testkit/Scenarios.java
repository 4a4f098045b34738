package io.meridian.bus.testkit;

/** What every group of scenarios needs. */
public interface Scenarios {
    /** The engine under test; the same object each time. */
    EngineFixture fixture();
}
