import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints what the tests of the last run came to, from the reports they left: a line by module, a table by engine of
 * the conformance suite, and one closing line. Ends with 1 when a test failed.
 *
 * <p>Reports older than the start of the run belong to an earlier one and do not count.
 */
final class TestReport {
    private static final String CONFORMANCE = "ConformanceTest";
    private static final int MODULE_DEPTH = 3;

    /** How one test ended, the worse the later; the mark is what the conformance table shows. */
    private enum Outcome {
        PASSED("ok"),
        SKIPPED("-"),
        /** Passed, but only when it was tried again. */
        UNSTEADY("2nd"),
        FAILED("FAIL");

        final String mark;

        Outcome(String mark) {
            this.mark = mark;
        }
    }

    private record Result(String module, String type, String name, double seconds, Outcome outcome, String reason) {
        boolean isConformance() {
            return engine().length() < outerType().length();
        }

        /** {@code AeronConformanceTest} reports for {@code Aeron}. */
        String engine() {
            String outer = outerType();
            return outer.endsWith(CONFORMANCE) ? outer.substring(0, outer.length() - CONFORMANCE.length()) : outer;
        }

        private String outerType() {
            return type.substring(type.lastIndexOf('.') + 1).split("\\$")[0];
        }

        String scenario() {
            int nested = type.indexOf('$');
            return (nested < 0 ? "" : type.substring(nested + 1).replace('$', '.') + ".")
                    + name.replaceAll("[({].*", "");
        }
    }

    private static final class Tally {
        int passed;
        int unsteady;
        int failed;
        int skipped;
        double seconds;

        void add(Result result) {
            switch (result.outcome()) {
                case PASSED -> passed++;
                case UNSTEADY -> unsteady++;
                case FAILED -> failed++;
                case SKIPPED -> skipped++;
            }
            seconds += result.seconds();
        }

        int all() {
            return passed + unsteady + failed + skipped;
        }
    }

    private final List<Result> results = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private final boolean colour;

    private TestReport(boolean colour) {
        this.colour = colour;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("usage: TestReport ROOT STARTED_EPOCH_SECONDS colour|plain");
        }
        TestReport report = new TestReport(args[2].equals("colour"));
        report.collect(Path.of(args[0]).toAbsolutePath().normalize(), Long.parseLong(args[1]) * 1000);
        report.printModules();
        report.printConformance();
        System.exit(report.printTotal() ? 0 : 1);
    }

    private void collect(Path root, long startedMs) throws IOException {
        try (Stream<Path> folders = Files.find(root, MODULE_DEPTH, (path, attributes) -> path.endsWith("pom.xml"))) {
            for (Path module : folders.map(Path::getParent).sorted().toList()) {
                if (!Files.isDirectory(module.resolve("src/test/java"))) {
                    continue;
                }
                String name = root.relativize(module).toString();
                int before = results.size();
                for (Path file : reportsOf(module)) {
                    if (Files.getLastModifiedTime(file).toMillis() >= startedMs) {
                        read(name, file);
                    }
                }
                if (results.size() == before) {
                    silent.add(name);
                }
            }
        }
    }

    private static List<Path> reportsOf(Path module) throws IOException {
        Path folder = module.resolve("target/surefire-reports");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    private void read(String module, Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    results.add(readCase(module, xml));
                }
            }
        } catch (XMLStreamException e) {
            results.add(new Result(module, file.getFileName().toString(), "unreadable report", 0, Outcome.FAILED, ""));
        }
    }

    private static Result readCase(String module, XMLStreamReader xml) throws XMLStreamException {
        String type = xml.getAttributeValue(null, "classname");
        String name = xml.getAttributeValue(null, "name");
        String seconds = xml.getAttributeValue(null, "time");
        Outcome outcome = Outcome.PASSED;
        String reason = "";
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                switch (xml.getLocalName()) {
                    case "failure", "error" -> outcome = Outcome.FAILED;
                    case "flakyFailure", "flakyError" -> {
                        outcome = Outcome.UNSTEADY;
                        reason = firstLine(String.valueOf(xml.getAttributeValue(null, "message")));
                    }
                    case "skipped" -> {
                        outcome = Outcome.SKIPPED;
                        String message = xml.getAttributeValue(null, "message");
                        // A test that aborts itself has its reason in the text, with the trace behind it.
                        reason = firstLine(message == null ? xml.getElementText() : message);
                        depth -= message == null ? 1 : 0;
                    }
                    default -> {}
                }
            }
        }
        double time = seconds == null ? 0 : Double.parseDouble(seconds.replace(",", ""));
        return new Result(module, type, name == null ? "" : name, time, outcome, reason);
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        int afterType = line.indexOf("Assumption failed: ");
        String said = afterType < 0 ? line : line.substring(afterType + "Assumption failed: ".length());
        return said.isBlank() ? "no reason given" : said;
    }

    private void printModules() {
        Map<String, Tally> modules = new TreeMap<>();
        for (Result result : results) {
            modules.computeIfAbsent(result.module(), _ -> new Tally()).add(result);
        }
        printTallies("module", modules);
        silent.forEach(module -> System.out.printf("%-24s no test ran%n", module));
    }

    private void printConformance() {
        List<Result> suite = results.stream().filter(Result::isConformance).toList();
        if (suite.isEmpty()) {
            return;
        }
        Map<String, Tally> engines = new TreeMap<>();
        Map<String, Map<String, Outcome>> scenarios = new TreeMap<>();
        Map<String, List<String>> skipped = new LinkedHashMap<>();
        for (Result result : suite) {
            engines.computeIfAbsent(result.engine(), _ -> new Tally()).add(result);
            scenarios
                    .computeIfAbsent(result.scenario(), _ -> new TreeMap<>())
                    .merge(result.engine(), result.outcome(), TestReport::worse);
            if (result.outcome() == Outcome.SKIPPED) {
                skipped.computeIfAbsent(result.reason(), _ -> new ArrayList<>())
                        .add(result.engine() + " " + result.scenario());
            }
        }
        System.out.println();
        printTallies("conformance", engines);
        printScenarios(scenarios, List.copyOf(engines.keySet()));
        skipped.forEach(
                (reason, where) -> System.out.printf("skipped: %s%n    %s%n", reason, String.join(", ", where)));
    }

    /** A scenario with several inputs is as good as the worst of them. */
    private static Outcome worse(Outcome one, Outcome other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void printScenarios(Map<String, Map<String, Outcome>> scenarios, List<String> engines) {
        int width = scenarios.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder table = new StringBuilder("\n" + pad("scenario", width));
        engines.forEach(engine -> table.append("  ").append(engine));
        table.append('\n');
        scenarios.forEach((scenario, outcomes) -> {
            table.append(pad(scenario, width));
            for (String engine : engines) {
                Outcome outcome = outcomes.get(engine);
                table.append("  ").append(pad(outcome == null ? "" : outcome.mark, engine.length()));
            }
            table.append('\n');
        });
        System.out.print(table);
    }

    private static void printTallies(String title, Map<String, Tally> tallies) {
        System.out.printf(
                "%-24s %8s %8s %8s %8s %8s %9s%n", title, "run", "passed", "unsteady", "failed", "skipped", "seconds");
        tallies.forEach((name, tally) -> System.out.printf(
                "%-24s %8d %8d %8d %8d %8d %9.1f%n",
                name, tally.all(), tally.passed, tally.unsteady, tally.failed, tally.skipped, tally.seconds));
    }

    private boolean printTotal() {
        Tally total = new Tally();
        results.forEach(total::add);
        System.out.println();
        for (Result result : results) {
            String which = result.module() + " " + result.type() + "." + result.name();
            if (result.outcome() == Outcome.FAILED) {
                System.out.println(paint("31", "FAILED") + " " + which);
            } else if (result.outcome() == Outcome.UNSTEADY) {
                System.out.println(paint("33", "UNSTEADY") + " " + which + " failed first: " + result.reason());
            }
        }
        boolean good = total.failed == 0 && total.all() > 0;
        long modules = results.stream().map(Result::module).distinct().count();
        System.out.println(paint(
                good ? "32" : "31",
                "%d tests in %d modules: %d passed, %d at the second try, %d failed, %d skipped"
                        .formatted(total.all(), modules, total.passed, total.unsteady, total.failed, total.skipped)));
        return good;
    }

    private String paint(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
