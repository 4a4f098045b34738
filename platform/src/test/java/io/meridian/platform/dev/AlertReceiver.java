package io.meridian.platform.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.meridian.manager.basis.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whom Alertmanager tells: what came at which address. */
final class AlertReceiver implements AutoCloseable {
    private final HttpServer server;
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    AlertReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            JsonNode told = Json.MAPPER.readTree(exchange.getRequestBody());
            told.path("alerts")
                    .forEach(alert -> heard.add(exchange.getRequestURI().getPath() + " "
                            + alert.at("/labels/alertname").asText() + " "
                            + alert.path("status").asText()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Each as address, name of the alert, and whether it is firing or resolved. */
    Set<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
