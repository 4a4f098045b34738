package io.meridian.platform.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.Meridian;
import io.meridian.platform.plugin.HelloProject;
import io.meridian.ui.backtest.KeptBacktests;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs plugins of this repository on past data, as a person would. */
final class BacktestCommandTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String HELLO =
            REPOSITORY.resolve("examples/hello-strategy").toString();
    private static final String BARS =
            REPOSITORY.resolve("examples/data/bars-5m.csv").toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void beAtHome() {
        System.setProperty("meridian.home", REPOSITORY.toString());
    }

    @AfterEach
    void leave() {
        System.clearProperty("meridian.home");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("backtest"));
        all.addAll(List.of(arguments));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private String[] hello(String... more) {
        List<String> all = new ArrayList<>(List.of(
                HELLO,
                "--data",
                BARS,
                "--quotes-from-bars",
                "2",
                "--symbols",
                "AAPL",
                "--report",
                folder.resolve("page.html").toString(),
                "--keep-in",
                kept().toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path kept() {
        return folder.resolve("kept");
    }

    /** All but how long it took. */
    private String figures() {
        return out.toString().replaceAll("\"wall_seconds\":[^,}]*", "");
    }

    @Test
    void shouldWriteAPageAndGiveTheSameFiguresForTheSameRun() throws Exception {
        assertEquals(0, run(hello("--json")), err::toString);
        String first = figures();
        assertTrue(first.contains("\"sharpe\":"), "no figures");
        assertTrue(Files.readString(folder.resolve("page.html")).contains("<svg"), "no curve");
        assertEquals(0, run(hello("--json")), err::toString);
        assertTrue(first.equals(figures()), "two runs of the same are not the same");
    }

    @Test
    void shouldKeepARunForThePages() throws Exception {
        assertEquals(0, run(hello("--setting", "venue.takerFee=0.0005")), err::toString);
        assertTrue(out.toString().contains("for the page Backtests."), out::toString);
        List<Map<String, Object>> items = new KeptBacktests(kept()).list();
        assertEquals(1, items.size());
        assertFalse(items.getFirst().containsKey("problem"), items::toString);
        String id = items.getFirst().get("id").toString();
        assertTrue(out.toString().contains("Kept as " + id), out::toString);
        String report = new String(new KeptBacktests(kept()).report(id), StandardCharsets.UTF_8);
        assertTrue(report.contains("\"settings\":{\"venue.takerFee\":\"0.0005\"}"), report);
        assertTrue(report.contains("{\"instance\":\"venue\",\"id\":\"ccm-paper\",\"version\":\""), report);
        assertEquals(0, run(hello("--check-lookahead")), err::toString);
        assertEquals(1, new KeptBacktests(kept()).list().size(), "a check is no run");
    }

    @Test
    void shouldKeepTheBestRunOfASweep() throws Exception {
        assertEquals(
                0,
                run(hello("--sweep", "venue.takerFee=0.01,0,0.001", "--rank-by", "total_return", "--json")),
                err::toString);
        String best = out.toString().lines().findFirst().orElseThrow();
        assertTrue(best.contains("\"settings\":{\"venue.takerFee\":\"0\"}"), best);
        List<Map<String, Object>> items = new KeptBacktests(kept()).list();
        assertEquals(1, items.size());
        String id = items.getFirst().get("id").toString();
        String report = new String(new KeptBacktests(kept()).report(id), StandardCharsets.UTF_8);
        assertTrue(report.contains("\"sweep\":{\"tried\":3,\"rank_by\":\"total_return\","), report);
        assertTrue(
                report.contains(best.substring(best.indexOf("\"figures\""), best.length() - 1)), "another run is kept");
    }

    @Test
    void shouldShowNoSecretOfAPlugin() throws Exception {
        Path project = folder.resolve("project");
        HelloProject.copyTo(project);
        Path source = project.resolve(HelloProject.SOURCE);
        Files.writeString(
                source,
                HelloProject.source()
                        .replace("id = \"hello\",", "id = \"hello\", settings = HelloStrategy.Options.class,")
                        .replace(
                                "private double average;",
                                "record Options(@io.meridian.sdk.annotation.Setting(secret = true) String key) {}"
                                        + " private double average;"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        String[] all = hello("--setting", "key=hunter2", "--json");
        all[0] = project.toString();
        assertEquals(0, run(all), err::toString);
        String id = new KeptBacktests(kept()).list().getFirst().get("id").toString();
        String report = new String(new KeptBacktests(kept()).report(id), StandardCharsets.UTF_8);
        assertTrue(report.contains("\"settings\":{\"key\":\"***\"}"), report);
        for (String shown : List.of(report, out.toString(), Files.readString(folder.resolve("page.html")))) {
            assertFalse(shown.contains("hunter2"), "a secret is shown");
        }
    }

    @Test
    void shouldTellTheFiguresAndFailWhenARunCannotBeKept() throws Exception {
        Files.writeString(kept(), "no folder");
        assertEquals(1, run(hello()));
        assertTrue(out.toString().contains("Sharpe"), out::toString);
        assertTrue(err.toString().contains("--keep-in") && err.toString().contains("BACKTEST_KEEP=0"), err::toString);
    }

    @Test
    void shouldFindNoKnowledgeOfTheFutureInHello() {
        assertEquals(0, run(hello("--check-lookahead")), err::toString);
        assertTrue(out.toString().contains("No look-ahead was found"), out::toString);
    }

    @Test
    void shouldSayThatHelloAsksForNoPast() {
        assertEquals(0, run(hello("--check-warmup", "--from", "2026-01-12", "--json")), err::toString);
        assertTrue(out.toString().contains("\"NONE_ASKED\""), out::toString);
    }

    @Test
    void shouldFindASignalThatWarmsUpTooShort() {
        assertEquals(0, run(signal("80h")), () -> out + " " + err);
        assertTrue(out.toString().contains("long enough"), out::toString);
        // The market closed 51 hours before the run begins, and the signal needs 40 bars of five minutes.
        assertEquals(1, run(signal("52h")), () -> out + " " + err);
        assertTrue(out.toString().contains("too short"), out::toString);
    }

    private static String[] signal(String warmUp) {
        return new String[] {
            REPOSITORY.resolve("plugins/optimizer-equal-weight").toString(),
            REPOSITORY.resolve("plugins/signal-momentum").toString(),
            "--data=" + BARS,
            "--from=2026-01-12",
            "--check-warmup",
            "--setting=signal-momentum.source=BAR",
            "--setting=signal-momentum.lookback=40",
            "--setting=signal-momentum.warmUp=" + warmUp
        };
    }

    @Test
    void shouldSayWhereToBeginWhenThereIsNoPast() {
        assertEquals(1, run(hello("--check-warmup")), out::toString);
        assertTrue(err.toString().contains("--from"), err::toString);
    }
}
