package io.meridian.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A real browser at the pages, driven by {@code management-ui/web/scripts/measure}: it says a figure a line, and waits to be told what was done elsewhere. */
final class BrowserRun implements AutoCloseable {
    private final Consumer<Figure> report;
    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;

    /** Where the browser is, or should be. */
    static Path browser() {
        return Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    }

    BrowserRun(PagesProcess pages, String what, UiScale scale, Consumer<Figure> report) throws IOException {
        this.report = report;
        if (!Files.isExecutable(browser())) {
            throw new IllegalStateException("There is no browser at " + browser()
                    + ". Install it (Debian: apt-get install chromium), or say where it is by the variable CHROMIUM.");
        }
        Path web = pages.product().home().resolve("management-ui/web");
        ProcessBuilder builder = pages.product()
                .command(web, List.of("node", "scripts/measure/main.mjs", what))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MERIDIAN_UI", pages.address());
        builder.environment().put("MERIDIAN_UI_NAME", PagesProcess.ADMIN);
        builder.environment().put("MERIDIAN_UI_PASSWORD", PagesProcess.PASSWORD);
        builder.environment().put("MEASURE_SCALE", scale.name());
        process = builder.start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Tells it something. */
    void say(String line) {
        in.println(line);
    }

    /** Waits until it says that it has come so far; figures that come before are reported. */
    void await(String state) throws Exception {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains("\"state\":\"" + state + "\"")) {
                return;
            }
            report.accept(figure(line));
        }
        throw failed();
    }

    /** Waits until it has said all. */
    void end() throws Exception {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            report.accept(figure(line));
        }
        if (process.waitFor() != 0) {
            throw failed();
        }
    }

    private static Figure figure(String line) {
        String most = ManagerProcess.word(line, "\"most\":(null|[0-9.E-]+)");
        return new Figure(
                ManagerProcess.word(line, "\"figure\":\"([^\"]+)\""),
                ManagerProcess.word(line, "\"unit\":\"([^\"]+)\""),
                Double.parseDouble(ManagerProcess.word(line, "\"value\":([0-9.E-]+)")),
                Double.NaN,
                Double.NaN,
                Integer.parseInt(ManagerProcess.word(line, "\"runs\":(\\d+)")),
                most.equals("null") ? Double.NaN : Double.parseDouble(most));
    }

    private IllegalStateException failed() throws InterruptedException {
        return new IllegalStateException("the browser ended with " + process.waitFor() + "; what it said is above");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
