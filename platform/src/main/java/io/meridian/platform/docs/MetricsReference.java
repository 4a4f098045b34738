package io.meridian.platform.docs;

import io.meridian.platform.monitoring.AllFigures;
import io.meridian.sidecar.metrics.Figure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page on the figures that processes show. */
final class MetricsReference {
    private MetricsReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(ContractFile.notice("the declarations of the figures"));
        page.append("""
            # Metrics

            What every process shows at `/metrics` on 127.0.0.1, in the text that Prometheus reads. [How to point a Prometheus at it](../how-to/monitor.md). \
            Every row has the label `deployment`, those of a sidecar also `plugin`, its instance; the manager adds `instance` and `kind` where it tells Prometheus of them. \
            A topic is a template such as `platform.data.quote.{venue}.{symbol}`, never a symbol. Of a histogram there are `_bucket`, `_sum` and `_count`; \
            its buckets go from a microsecond to ten seconds, six to a decade.
            """);
        AllFigures.byProcess().forEach((process, figures) -> table(page, process, figures));
        return page.toString();
    }

    private static void table(StringBuilder page, String process, List<Figure> figures) {
        page.append("\n## ")
                .append(process)
                .append("\n\n| metric | kind | labels | what it is |\n| --- | --- | --- | --- |\n");
        for (Figure figure : figures) {
            page.append("| `")
                    .append(figure.exposedName())
                    .append("` | ")
                    .append(figure.kind().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(figure.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(ContractFile.cell(figure.text()))
                    .append(" |\n");
        }
    }
}
