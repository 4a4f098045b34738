package io.meridian.platform.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Prometheus and Alertmanager themselves think of the files. */
@Tag("server")
@Timeout(120)
final class PromtoolTest {
    private static String run(int exit, List<String> command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(RuleFiles.FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            assumeTrue(
                    false,
                    command.getFirst() + " is not installed: apt-get install prometheus prometheus-alertmanager");
            throw missing;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), said);
        return said;
    }

    @Test
    void shouldTakeTheConfigurationAndItsRules() throws Exception {
        String said = run(0, List.of("promtool", "check", "config", "prometheus.yml"));
        long alerts = RuleFiles.rules().stream().filter(RuleFiles.Rule::isAlert).count();
        assertTrue(said.contains("SUCCESS: " + alerts + " rules found"), said);
        run(
                0,
                List.of(
                        "promtool",
                        "check",
                        "rules",
                        "--lint=all",
                        "--lint-fatal",
                        "rules/recording.yml",
                        "rules/alerts.yml"));
    }

    @Test
    void shouldFireEachAlertWhenItShouldAndNotBefore() throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
        RuleFiles.tests().stream().map(Path::toString).forEach(command::add);
        String said = run(0, command);
        assertEquals(RuleFiles.tests().size(), said.split("SUCCESS", -1).length - 1, said);
    }

    @Test
    void shouldTakeTheExampleForAlertmanager() throws Exception {
        assertTrue(run(0, List.of("amtool", "check-config", "alertmanager.example.yml"))
                .contains("4 receivers"));
    }
}
