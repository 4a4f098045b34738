package io.meridian.platform.docs;

import io.meridian.bus.setting.SettingsReference;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.monitoring.Dashboards;
import io.meridian.platform.settings.PlatformSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The generated pages of the repository: what they should say, what they say, and writing them. */
final class GeneratedDocs {
    /** What brings them up to date. */
    static final String COMMAND = "./scripts/generate-docs.sh";

    private static final String BEGIN = "<!-- guarantees:begin -->\n";
    private static final String END = "<!-- guarantees:end -->";

    private final Path root;

    GeneratedDocs(Path root) {
        this.root = root;
    }

    /** The files that do not say what the code says, relative to the root. */
    List<String> stale() throws IOException {
        Map<String, String> wanted = wanted();
        wanted.entrySet().removeIf(page -> page.getValue().equals(read(page.getKey())));
        return List.copyOf(wanted.keySet());
    }

    /** Writes those that are stale, and names them. */
    List<String> write() throws IOException {
        List<String> stale = stale();
        Map<String, String> wanted = wanted();
        for (String file : stale) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, wanted.get(file));
        }
        return stale;
    }

    private Map<String, String> wanted() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("docs/reference/settings.md", SettingsReference.markdown(PlatformSettings.schemas()));
        pages.put("docs/reference/sidecar-protocol.md", ProtocolReference.markdown());
        pages.put("docs/reference/telemetry.md", TelemetryReference.markdown());
        pages.put("docs/reference/trading-schema.md", TradingReference.markdown());
        pages.put("docs/reference/manifest.md", ManifestReference.markdown());
        pages.put("docs/reference/metrics.md", MetricsReference.markdown());
        Dashboards.all()
                .forEach(dashboard -> pages.put("monitoring/grafana/dashboards/" + dashboard.file(), dashboard.json()));
        pages.put("README.md", withTable(read("README.md"), GuaranteesTable.markdown()));
        return pages;
    }

    private String read(String file) {
        try {
            Path path = root.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw CommandException.failed(file + " cannot be read: " + e.getMessage());
        }
    }

    static String withTable(String page, String table) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw CommandException.failed("README.md has no place for the guarantees table: it needs the lines "
                    + BEGIN.strip() + " and " + END + ", in this order.");
        }
        return page.substring(0, begin + BEGIN.length()) + table + page.substring(end);
    }
}
