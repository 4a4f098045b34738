package io.meridian.sidecar.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meridian.plugin.contract.text.JsonText;
import io.meridian.sidecar.file.WholeFile;
import io.meridian.sidecar.health.HealthView.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers over HTTP on 127.0.0.1: {@code /health/live}, {@code /health/ready}, {@code /health/started} (200 for yes, 503 for no,
 * reasons as JSON), {@code /metrics} and {@code /shadow}. Everything else is 404, and every method but GET and HEAD 405.
 *
 * <p>One thread serves; a peer that is slow to ask is cut off, and so are connections beyond a few dozen.
 */
public final class HealthServer implements AutoCloseable {
    /** Names the port, in the sidecar's folder. */
    public static final String PORT_FILE = "http.port";

    private static final String JSON = "application/json; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int BACKLOG = 16;
    private static final int WAITING = 64;
    private static final int LONGEST_TARGET = 512;

    private final HttpServer server;
    private final ExecutorService executor;
    private final HealthView view;
    private final Path portFile;

    private HealthServer(HttpServer server, ExecutorService executor, HealthView view, Path portFile) {
        this.server = server;
        this.executor = executor;
        this.view = view;
        this.portFile = portFile;
    }

    /**
     * Serves until closed.
     *
     * @param folder of the sidecar, for the file that names the port
     * @param port 0 takes a free one
     * @throws IOException when the port is taken; the text says what to do
     */
    public static HealthServer open(Path folder, int port, HealthView view) throws IOException {
        // The JDK reads these once, when its server is first used. Values given on the command line win.
        limit("sun.net.httpserver.nodelay", "true");
        limit("sun.net.httpserver.maxReqTime", "5");
        limit("sun.net.httpserver.maxRspTime", "30");
        limit("sun.net.httpserver.maxReqHeaders", "64");
        limit("sun.net.httpserver.maxReqHeaderSize", "16384");
        limit("sun.net.httpserver.maxIdleConnections", "16");
        limit("jdk.httpserver.maxConnections", "64");
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        } catch (BindException taken) {
            throw new IOException(
                    "Port " + port + " on 127.0.0.1 is taken, so the sidecar cannot serve health and metrics there. Set"
                            + " sidecar.http.port to another one, or to 0 for any that is free.",
                    taken);
        }
        ExecutorService executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("sidecar-http").daemon().factory());
        HealthServer health = new HealthServer(http, executor, view, folder.resolve(PORT_FILE));
        http.setExecutor(executor);
        http.createContext("/", health::serve);
        http.start();
        try {
            health.writePort();
        } catch (IOException e) {
            health.close();
            throw e;
        }
        return health;
    }

    /** The port taken. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Ends at once and removes the file. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
        try {
            Files.deleteIfExists(portFile);
        } catch (IOException e) {
            // A port that nobody answers on tells as much.
        }
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void writePort() throws IOException {
        WholeFile.write(portFile, port() + "\n");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestURI().toString().length() > LONGEST_TARGET) {
                send(exchange, 414, JSON, "{\"error\":\"the address is too long\"}");
            } else if (!isKnown(path)) {
                send(
                        exchange,
                        404,
                        JSON,
                        "{\"error\":\"not here: try /health/live, /health/ready, /health/started, /metrics or"
                                + " /shadow\"}");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, JSON, "{\"error\":\"this can only be read\"}");
            } else {
                answer(exchange, path);
            }
        } catch (RuntimeException e) {
            // The JDK would close the connection without a word. Nothing was sent: the views are asked before that.
            send(exchange, 500, JSON, "{\"error\":" + JsonText.quoted("the sidecar could not answer: " + e) + "}");
        } finally {
            exchange.close();
        }
    }

    private static boolean isKnown(String path) {
        return switch (path) {
            case "/health/live", "/health/ready", "/health/started", "/metrics", "/shadow" -> true;
            case null, default -> false;
        };
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/metrics" -> send(exchange, 200, PROMETHEUS, view.metrics());
            case "/shadow" -> send(exchange, 200, JSON, view.shadow());
            case "/health/live" -> send(exchange, view.live());
            case "/health/ready" -> send(exchange, view.ready());
            default -> send(exchange, view.started());
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        send(exchange, answer.isOk() ? 200 : 503, JSON, answer.json());
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = (text.endsWith("\n") ? text : text + "\n").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
