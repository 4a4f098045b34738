package io.meridian.platform.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.basis.Json;
import io.meridian.platform.kernel.KernelMeters;
import io.meridian.platform.monitoring.RuleFiles.Rule;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.SidecarFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That rules, tests, runbooks and dashboards belong together; what Prometheus itself thinks of them, {@code PromtoolTest} says. */
final class MonitoringFilesTest {
    private static final Path RUNBOOKS = RuleFiles.REPOSITORY.resolve("docs/runbooks");
    /** It always fires, so there is no case in which it is silent. */
    private static final String ALWAYS = "MeridianDeadMansSwitch";

    private static String text(Rule rule, String part, String name) {
        return rule.whole().get(part) instanceof Map<?, ?> map ? String.valueOf(map.get(name)) : "";
    }

    @Test
    void shouldSayOfEachAlertHowBadItIsAndWhatToDo() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Rule rule : RuleFiles.rules()) {
            if (rule.isAlert()) {
                names.add(rule.name() + ".md");
                assertTrue(
                        Set.of("critical", "warning", "info", "none").contains(text(rule, "labels", "severity")),
                        rule.name());
                assertTrue(text(rule, "annotations", "summary").endsWith("."), rule.name());
                assertTrue(text(rule, "annotations", "description").endsWith("."), rule.name());
                String page = text(rule, "annotations", "runbook_url");
                assertEquals("docs/runbooks/" + rule.name() + ".md", page);
                String runbook = Files.readString(RuleFiles.REPOSITORY.resolve(page));
                assertTrue(runbook.contains("\n" + rule.expression() + "\n"), page + " has another expression");
                for (String part : List.of("What it means", "How to look", "What to do", "How to know it is over")) {
                    assertTrue(runbook.contains("\n## " + part + "\n\n"), page + " lacks: " + part);
                }
            }
        }
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertEquals(
                    names,
                    pages.map(page -> page.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void shouldAskOnlyForWhatIsShown() throws IOException {
        Set<String> recorded = new HashSet<>();
        for (Rule rule : RuleFiles.rules()) {
            assertEquals(List.of(), AllFigures.unknownIn(rule.expression()), rule.name());
            if (!rule.isAlert()) {
                recorded.add(rule.name());
            }
        }
        for (Dashboard dashboard : Dashboards.all()) {
            for (String expression : dashboard.expressions()) {
                assertEquals(List.of(), AllFigures.unknownIn(expression), dashboard.file());
                for (String word : expression.split("[^\\w:]+")) {
                    assertTrue(word.indexOf(':') < 1 || recorded.contains(word), word + " is not recorded");
                }
            }
        }
        assertEquals(
                List.of("meridian_nothing_total"), AllFigures.unknownIn("rate(meridian_nothing_total{a=\"b\"}[1m])"));
    }

    @Test
    void shouldShowAQuestionThatFiguresAnswerOnThePageOfSidecars() throws IOException {
        String page = Files.readString(RuleFiles.REPOSITORY.resolve("docs/how-to/operate-a-sidecar.md"));
        List<String> questions = page.lines()
                .filter(line -> line.startsWith("histogram_quantile"))
                .toList();
        assertEquals(1, questions.size());
        assertEquals(List.of(), AllFigures.unknownIn(questions.getFirst()));
    }

    @Test
    void shouldTestEachRuleBothWays() throws IOException {
        Set<String> fires = new HashSet<>();
        Set<String> isSilent = new HashSet<>();
        StringBuilder expressions = new StringBuilder();
        for (Path file : RuleFiles.tests()) {
            for (Object test : (List<?>) ((Map<?, ?>) RuleFiles.yaml(file)).get("tests")) {
                for (Object each : list(test, "alert_rule_test")) {
                    Map<?, ?> alert = (Map<?, ?>) each;
                    (list(alert, "exp_alerts").isEmpty() ? isSilent : fires)
                            .add(alert.get("alertname").toString());
                }
                list(test, "promql_expr_test")
                        .forEach(each -> expressions
                                .append(((Map<?, ?>) each).get("expr"))
                                .append('\n'));
            }
        }
        for (Rule rule : RuleFiles.rules()) {
            if (rule.isAlert()) {
                assertTrue(fires.contains(rule.name()), rule.name() + " is never shown to fire");
                assertTrue(
                        isSilent.contains(rule.name()) || rule.name().equals(ALWAYS), rule.name() + " is never silent");
            } else {
                assertTrue(expressions.indexOf(rule.name()) >= 0, rule.name() + " is not tested");
            }
        }
    }

    private static List<?> list(Object map, String name) {
        return ((Map<?, ?>) map).get(name) instanceof List<?> list ? list : List.of();
    }

    @Test
    void shouldShowEachFigureSomewhere() {
        List<String> unseen = new ArrayList<>();
        AllFigures.byProcess()
                .values()
                .forEach(figures -> figures.stream()
                        .filter(figure -> !Dashboards.shows(figure))
                        .forEach(figure -> unseen.add(figure.name())));
        // Those two are on no dashboard: they are alerts about one instance, and its own page says more.
        assertEquals(List.of("meridian.instance.crashes", "meridian.instance.quarantined"), unseen);
    }

    @Test
    void shouldWriteDashboardsThatLinkToThePagesAndAskTheChosenSource() throws IOException {
        assertEquals(9, Dashboards.all().size());
        for (Dashboard dashboard : Dashboards.all()) {
            var json = Json.MAPPER.readTree(dashboard.json());
            assertTrue(json.get("uid").asText().startsWith("meridian-"), dashboard.file());
            assertFalse(json.get("panels").isEmpty());
            json.get("panels").forEach(panel -> {
                assertEquals("${source}", panel.at("/datasource/uid").asText());
                assertTrue(
                        panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt() <= 24);
                assertFalse(panel.get("targets").isEmpty(), panel.get("title").asText());
            });
            assertTrue(json.get("links").toString().contains("${pages}/"), dashboard.file());
        }
        assertTrue(Dashboards.all().stream().anyMatch(each -> each.json().contains("${pages}/plugins/${plugin}")));
    }

    @Test
    void shouldRefuseAQuestionThatAFigureCannotAnswer() {
        Figure published = SidecarFigures.PUBLISHED;
        assertThrows(IllegalArgumentException.class, () -> Query.rate(published, "symbol"));
        assertThrows(IllegalArgumentException.class, () -> Query.rate(KernelMeters.PENDING, "instance"));
        assertThrows(IllegalArgumentException.class, () -> Query.quantile(0.5, published, ""));
        assertThrows(IllegalArgumentException.class, () -> Query.rows(KernelMeters.DECIDE));
    }
}
