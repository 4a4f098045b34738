package io.meridian.platform.monitoring;

import io.meridian.platform.audit.AuditMeters;
import io.meridian.platform.cluster.ClusterMeters;
import io.meridian.platform.kernel.KernelMeters;
import io.meridian.platform.manager.ManagerMeters;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.span.SpanMeters;
import io.meridian.platform.store.StoreMeters;
import io.meridian.platform.ui.UiMeters;
import io.meridian.sidecar.metrics.CertificateEnds;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.JvmFigures;
import io.meridian.sidecar.metrics.SidecarFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every figure there is, by who shows it. */
public final class AllFigures {
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])meridian_\\w+");

    private AllFigures() {}

    /** By heading, in the order in which a reader wants them. */
    public static Map<String, List<Figure>> byProcess() {
        Map<String, List<Figure>> all = new LinkedHashMap<>();
        all.put("Sidecars", SidecarFigures.ALL);
        all.put("The kernel", KernelMeters.ALL);
        all.put("The store", StoreMeters.ALL);
        all.put("The audit recorder", AuditMeters.ALL);
        all.put("Spans", SpanMeters.ALL);
        all.put("The instance manager", ManagerMeters.ALL);
        all.put("Nodes of a cluster", ClusterMeters.ALL);
        all.put("The management pages", UiMeters.ALL);
        List<Figure> every = new ArrayList<>(JvmFigures.ALL);
        every.addAll(CertificateEnds.ALL);
        all.put("Every process", every);
        all.put("Every service on the bus", List.of(ServiceMetrics.UNDER_REPLICATED));
        return all;
    }

    /** The names of all rows. */
    public static Set<String> seriesNames() {
        Set<String> names = new TreeSet<>();
        byProcess().values().forEach(figures -> figures.forEach(figure -> names.addAll(figure.seriesNames())));
        return names;
    }

    /** The names that an expression uses and that no process shows. */
    public static List<String> unknownIn(String expression) {
        Set<String> known = seriesNames();
        List<String> unknown = new ArrayList<>();
        Matcher names = NAME.matcher(expression);
        while (names.find()) {
            if (!known.contains(names.group())) {
                unknown.add(names.group());
            }
        }
        return unknown;
    }
}
