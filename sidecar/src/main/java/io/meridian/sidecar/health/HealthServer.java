package io.meridian.sidecar.health;

import io.meridian.sidecar.health.HealthView.Answer;
import io.meridian.sidecar.http.LoopbackPages;
import io.meridian.sidecar.http.LoopbackPages.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Answers over HTTP on 127.0.0.1: {@code /health/live}, {@code /health/ready}, {@code /health/started} (200 for yes, 503 for no,
 * reasons as JSON), {@code /metrics} and {@code /shadow}.
 */
public final class HealthServer implements AutoCloseable {
    /** Names the port, in the sidecar's folder. */
    public static final String PORT_FILE = "http.port";

    private final LoopbackPages pages;

    private HealthServer(LoopbackPages pages) {
        this.pages = pages;
    }

    /**
     * Serves until closed.
     *
     * @param folder of the sidecar, for the file that names the port
     * @param port 0 takes a free one
     * @throws IOException when the port is taken; the text says what to do
     */
    public static HealthServer open(Path folder, int port, HealthView view) throws IOException {
        return new HealthServer(LoopbackPages.open(new LoopbackPages.Options(
                "sidecar",
                folder.resolve(PORT_FILE),
                port,
                HealthSettings.PORT.name(),
                Map.of(
                        "/health/live", () -> page(view.live()),
                        "/health/ready", () -> page(view.ready()),
                        "/health/started", () -> page(view.started()),
                        "/metrics", () -> new Page(200, LoopbackPages.PROMETHEUS, view.metrics()),
                        "/shadow", () -> new Page(200, LoopbackPages.JSON, view.shadow())))));
    }

    private static Page page(Answer answer) {
        return new Page(answer.isOk() ? 200 : 503, LoopbackPages.JSON, answer.json());
    }

    /** The port taken. */
    public int port() {
        return pages.port();
    }

    /** Ends at once and removes the file. */
    @Override
    public void close() {
        pages.close();
    }
}
