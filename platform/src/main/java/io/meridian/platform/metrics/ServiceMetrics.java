package io.meridian.platform.metrics;

import io.meridian.bus.Bus;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.manager.discovery.Targets;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.sidecar.http.LoopbackPages;
import io.meridian.sidecar.http.LoopbackPages.Page;
import io.meridian.sidecar.metrics.CertificateEnds;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.JvmFigures;
import io.meridian.sidecar.metrics.Meters;
import io.meridian.sidecar.metrics.SidecarFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows the figures of one service, and whether it is ready: {@code /metrics} and {@code /health/ready} on 127.0.0.1. The port taken is in a file {@code SERVICE.http.port}, by which the instance manager
 * tells Prometheus of it; a process that is killed leaves the file behind, so that it is seen to be missing.
 */
public final class ServiceMetrics implements AutoCloseable {
    static final String READY = "/health/ready";

    public static final Figure UNDER_REPLICATED = Figure.gauge(
            "meridian.bus.underreplicated",
            "",
            "Logs of the engine with fewer copies in step than they are to have; 0 where it keeps one copy, or does not"
                    + " tell. Kafka tells.");

    private static final String METRICS = "/metrics";

    private final Meters meters;
    private LoopbackPages pages;

    private ServiceMetrics(Meters meters) {
        this.meters = meters;
    }

    /**
     * Serves until closed.
     *
     * @param service what it is called, such as {@code kernel}
     * @param folder where its port is written down unless a setting says otherwise; null: it has none
     * @param bus it works with; null: none
     * @param figures adds what it shows beside its Java
     */
    public static ServiceMetrics open(
            Settings settings, String service, Path folder, Bus bus, Consumer<Meters> figures) {
        Meters meters = new Meters(Map.of("deployment", settings.get(BusSettings.DEPLOYMENT)));
        JvmFigures.addTo(meters);
        CertificateEnds.addTo(meters, settings);
        if (bus != null) {
            meters.gauge(SidecarFigures.CONNECTED, () -> bus.isConnected() ? 1 : 0);
            meters.gauge(UNDER_REPLICATED, bus::underReplicated);
        }
        figures.accept(meters);
        ServiceMetrics metrics = new ServiceMetrics(meters);
        Path place = settings.find(MetricsSettings.DIR).orElse(folder);
        try {
            if (place != null) {
                Files.createDirectories(place);
            }
            metrics.pages = LoopbackPages.open(new LoopbackPages.Options(
                    service,
                    place == null
                            ? null
                            : Targets.portFile(place.toAbsolutePath().normalize(), service),
                    settings.get(MetricsSettings.PORT),
                    MetricsSettings.PORT.name(),
                    Map.of(
                            METRICS, () -> new Page(200, LoopbackPages.PROMETHEUS, metrics.text()),
                            READY, () -> ready(service, bus == null || bus.isConnected()))));
        } catch (IOException e) {
            throw CommandException.failed("The figures of the " + service + " cannot be shown: " + e.getMessage());
        }
        ServiceLoop.say("figures: http://127.0.0.1:" + metrics.pages.port() + METRICS);
        return metrics;
    }

    private static Page ready(String service, boolean isReady) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("service", service);
        answer.put("state", isReady ? "READY" : "NOT_CONNECTED");
        return new Page(isReady ? 200 : 503, LoopbackPages.JSON, Json.of(answer) + "\n");
    }

    private String text() {
        return meters.scrape();
    }

    /** Where they are. */
    public int port() {
        return pages.port();
    }

    @Override
    public void close() {
        pages.close();
    }
}
