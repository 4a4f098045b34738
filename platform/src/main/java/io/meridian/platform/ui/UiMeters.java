package io.meridian.platform.ui;

import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Meters;
import io.meridian.ui.UiServer;
import java.util.List;

/** What the gateway of the management pages shows. */
public final class UiMeters {
    public static final Figure SESSIONS = Figure.gauge("meridian.pages.sessions", "", "Browsers that are logged in.");
    public static final Figure STREAMS =
            Figure.gauge("meridian.pages.streams", "", "Browsers that look at live messages.");
    public static final Figure FEEDS =
            Figure.gauge("meridian.pages.feeds", "", "Patterns of topics that they look at.");

    public static final List<Figure> ALL = List.of(SESSIONS, STREAMS, FEEDS);

    private UiMeters() {}

    static void addTo(Meters meters, UiServer server) {
        meters.gauge(SESSIONS, server::sessions);
        meters.gauge(STREAMS, server::streams);
        meters.gauge(FEEDS, server::feeds);
    }
}
