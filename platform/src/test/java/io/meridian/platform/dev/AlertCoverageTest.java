package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.platform.monitoring.RuleFiles;
import io.meridian.platform.monitoring.RuleFiles.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each alert is fired by a real fault, or it is said here why that cannot be. */
final class AlertCoverageTest {
    private static final Map<String, String> NOT_BROKEN = Map.of(
            "MeridianDeadMansSwitch",
            "It always fires. What is broken is Prometheus, and then it must end: AlertFaultsSystemTest shows that.",
            "MeridianDecideLatencyOverBudget",
            "A decision is some microseconds of computing and waits for no disk. A kernel that was stopped twelve"
                    + " times a second was stopped within one decision in some hundreds, which is no hundredth.",
            "MeridianClockFreeRunning",
            "The clock belongs to the whole machine, from which no test may take what keeps it right."
                    + " AlertFaultsSystemTest holds the alert against what the machine's kernel says.");

    @Test
    void shouldBreakWhatEachAlertWatchesWhereThatCanBeBroken() throws IOException {
        List<String> alerts = RuleFiles.rules().stream()
                .filter(Rule::isAlert)
                .map(Rule::name)
                .sorted()
                .toList();
        List<String> covered = Stream.of(
                        AlertFaultsSystemTest.WITHIN,
                        MissingCopiesSystemTest.WITHIN,
                        MissingNodesSystemTest.WITHIN,
                        NOT_BROKEN)
                .flatMap(each -> each.keySet().stream())
                .sorted()
                .toList();
        assertEquals(alerts, covered);
    }
}
