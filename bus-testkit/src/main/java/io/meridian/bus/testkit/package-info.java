/**
 * The suite that proves an engine: implement {@code BusConformance}, give it an {@code EngineFixture}, run it.
 *
 * <p>Scenarios speak to the bus only through its public API, and to the engine only through the fixture; they name no
 * engine. The fault tools here ({@code TcpProxy}, {@code TestClock}, {@code Await}, {@code RecordingListener},
 * {@code Probe}) are for users' own tests too. Nothing here depends on anything but the bus API and JUnit.
 */
package io.meridian.bus.testkit;
