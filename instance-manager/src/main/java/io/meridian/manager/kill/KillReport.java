package io.meridian.manager.kill;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a kill or a release did.
 *
 * @param latched instances whose latch is set now; for a drill those that answered; for a release those that are free
 * @param failed instances that run and did not answer, and why
 * @param notRunning instances that do not run, which start latched while the kill holds
 * @param took until the last one answered
 * @param onBus whether it was told over the bus, too; why not, or empty
 */
public record KillReport(
        Kill kill,
        List<String> latched,
        Map<String, String> failed,
        List<String> notRunning,
        Duration took,
        String onBus) {}
