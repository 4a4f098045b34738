package io.meridian.platform.metrics;

import io.meridian.manager.discovery.Targets;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Asks a service of this machine whether it is ready: a program of its own, since whoever watches a container asks it every few seconds. */
final class ReadyCheck {
    private static final int PATIENCE_MS = 3_000;

    private ReadyCheck() {}

    /** Ends with 0 when it is. @param arguments the service, and the folder of ports, which METRICS_DIR names otherwise */
    public static void main(String... arguments) {
        String folder = arguments.length > 1 ? arguments[1] : System.getenv("METRICS_DIR");
        if (arguments.length < 1 || folder == null) {
            System.err.println("Usage: SERVICE [FOLDER], or METRICS_DIR names the folder");
            System.exit(2);
        }
        String trouble = trouble(arguments[0], Path.of(folder));
        if (!trouble.isEmpty()) {
            System.err.println(trouble);
            System.exit(1);
        }
    }

    /** Why it is not ready, or nothing. */
    static String trouble(String service, Path folder) {
        Path file = Targets.portFile(folder, service);
        try {
            int port = Integer.parseInt(Files.readString(file).strip());
            HttpURLConnection line = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + ServiceMetrics.READY)
                    .toURL()
                    .openConnection();
            line.setConnectTimeout(PATIENCE_MS);
            line.setReadTimeout(PATIENCE_MS);
            int status = line.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return service + " answers " + status;
            }
            // Its port may be another's by now.
            String said = new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.contains("\"service\":\"" + service + "\"")
                    ? ""
                    : "another service is at the port of " + service;
        } catch (NoSuchFileException none) {
            return service + " has not begun: there is no " + file;
        } catch (IOException | NumberFormatException e) {
            return service + " does not answer: " + e.getMessage();
        }
    }
}
