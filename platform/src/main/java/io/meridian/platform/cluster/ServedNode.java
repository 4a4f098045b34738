package io.meridian.platform.cluster;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.ClusterSettings;
import io.meridian.cluster.Repeated;
import io.meridian.manager.api.Peers;
import io.meridian.manager.discovery.Targets;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.sidecar.http.LoopbackPages;
import io.meridian.sidecar.http.LoopbackPages.Page;
import io.meridian.sidecar.metrics.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node of a cluster that shows how it is: {@code /cluster}, {@code /metrics} and {@code /health/ready} on 127.0.0.1. The port is in a file {@code cluster-NODE.http.port}, by which a manager
 * tells Prometheus of it.
 */
public final class ServedNode implements AutoCloseable {
    static final String STATUS = "/cluster";
    static final String SERVICE = "cluster-";

    private final ClusterNode node;
    private final ClusterNews news;
    private final LoopbackPages pages;
    private final Repeated telling;

    private ServedNode(ClusterNode node, ClusterNews news, LoopbackPages pages, boolean wantsToLead) {
        this.node = node;
        this.news = news;
        this.pages = pages;
        Map<String, Object> self = new LinkedHashMap<>();
        self.put("manager", wantsToLead);
        self.put("status", "http://127.0.0.1:" + pages.port() + STATUS);
        self.put("pid", ProcessHandle.current().pid());
        self.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        telling = new Repeated("telling", ClusterNews.TOLD_EVERY, ServiceLoop::say, () -> news.tellOfNode(self));
    }

    /**
     * @param wantsToLead whether it leads when nobody else does
     * @param folder where the node keeps what was decided, unless a setting says otherwise
     * @param shown where its port is written down, unless a setting says otherwise
     */
    public static ServedNode open(Settings settings, boolean wantsToLead, Path folder, Path shown) throws IOException {
        ClusterSettings own;
        try {
            own = ClusterSettings.of(settings, folder);
        } catch (IllegalArgumentException contradiction) {
            throw CommandException.wrongUse(contradiction.getMessage());
        }
        Files.createDirectories(own.folder());
        ClusterNode node;
        try {
            node = ClusterNode.open(own, wantsToLead, Clock.systemUTC(), ServiceLoop::say);
        } catch (IOException failed) {
            throw CommandException.failed(failed.getMessage());
        }
        ClusterNews news = new ClusterNews(node, ServiceLoop::say);
        Meters meters = new Meters(Map.of("deployment", settings.get(BusSettings.DEPLOYMENT)));
        new ClusterMeters(node, news).addTo(meters);
        try {
            LoopbackPages pages = LoopbackPages.open(new LoopbackPages.Options(
                    "cluster",
                    Targets.portFile(settings.find(MetricsSettings.DIR).orElse(shown), SERVICE + node.name()),
                    settings.get(ClusterSettings.HTTP_PORT),
                    ClusterSettings.HTTP_PORT.name(),
                    Map.of(
                            STATUS,
                            () -> page(200, ClusterView.of(node, news)),
                            "/metrics",
                            () -> new Page(200, LoopbackPages.PROMETHEUS, meters.scrape()),
                            "/health/ready",
                            () -> ready(ClusterView.of(node, news)))));
            ServiceLoop.say("cluster: http://127.0.0.1:" + pages.port() + STATUS);
            return new ServedNode(node, news, pages, wantsToLead);
        } catch (IOException failed) {
            news.close();
            node.close();
            throw failed;
        }
    }

    private static Page ready(ClusterView view) {
        return page(view.healthy() ? 200 : 503, view);
    }

    private static Page page(int status, ClusterView view) {
        return new Page(status, LoopbackPages.JSON, Json.of(view.fields()) + "\n");
    }

    /** @throws CommandException when the node has left by itself: whoever runs the process starts it again once the reason is gone */
    public void requireWell() {
        if (node.failure() != null) {
            throw CommandException.failed("The node '" + node.name() + "' has left the cluster: " + node.failure()
                    + " Make room where " + node.settings().folder() + " is, and start it again.");
        }
    }

    public ClusterNode node() {
        return node;
    }

    /** What the interface of a manager on this node tells of the others. */
    public Peers peers() {
        return new ClusterPeers(node, news);
    }

    public ClusterNews news() {
        return news;
    }

    @Override
    public void close() {
        telling.close();
        news.close();
        pages.close();
        node.close();
    }
}
