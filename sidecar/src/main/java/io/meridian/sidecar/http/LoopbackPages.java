package io.meridian.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meridian.plugin.contract.text.JsonText;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A few pages over HTTP on 127.0.0.1 that can only be read. Everything else is 404, and every method but GET and HEAD 405.
 *
 * <p>One thread serves; a peer that is slow to ask is cut off, and so are connections beyond a few dozen.
 */
public final class LoopbackPages implements AutoCloseable {
    /** The text that Prometheus reads. */
    public static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    public static final String JSON = "application/json; charset=utf-8";

    private static final int BACKLOG = 16;
    private static final int WAITING = 64;
    private static final int LONGEST_TARGET = 512;

    private final HttpServer server;
    private final ExecutorService executor;
    private final String who;
    private final Map<String, Supplier<Page>> pages;
    private final Path portFile;

    /** One answer. */
    public record Page(int status, String type, String text) {}

    /**
     * What is served, and where.
     *
     * @param who serves it, such as "sidecar"
     * @param portFile names the port while it serves; null: nothing does
     * @param port 0 takes a free one
     * @param portSetting the name of the setting that the port is from
     * @param pages by path; asked from the server's thread
     */
    public record Options(String who, Path portFile, int port, String portSetting, Map<String, Supplier<Page>> pages) {}

    private LoopbackPages(HttpServer server, ExecutorService executor, Options options) {
        this.server = server;
        this.executor = executor;
        who = options.who();
        pages = new TreeMap<>(options.pages());
        portFile = options.portFile();
    }

    /**
     * Serves until closed.
     *
     * @throws IOException when the port is taken; the text says what to do
     */
    public static LoopbackPages open(Options options) throws IOException {
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
            http = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port()), BACKLOG);
        } catch (BindException taken) {
            throw new IOException(
                    "Port " + options.port() + " on 127.0.0.1 is taken, so the " + options.who()
                            + " cannot serve health and metrics there. Set " + options.portSetting()
                            + " to another one, or to 0 for any that is free.",
                    taken);
        }
        ExecutorService executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().name(options.who() + "-http").daemon().factory());
        LoopbackPages serving = new LoopbackPages(http, executor, options);
        http.setExecutor(executor);
        http.createContext("/", serving::serve);
        http.start();
        try {
            if (options.portFile() != null) {
                WholeFile.write(options.portFile(), serving.port() + "\n");
            }
        } catch (IOException e) {
            serving.close();
            throw e;
        }
        return serving;
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
            if (portFile != null) {
                Files.deleteIfExists(portFile);
            }
        } catch (IOException e) {
            // A port that nobody answers on tells as much.
        }
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            Supplier<Page> page =
                    pages.get(String.valueOf(exchange.getRequestURI().getPath()));
            if (exchange.getRequestURI().toString().length() > LONGEST_TARGET) {
                send(exchange, 414, JSON, "{\"error\":\"the address is too long\"}");
            } else if (page == null) {
                send(exchange, 404, JSON, "{\"error\":\"not here: try " + String.join(", ", pages.keySet()) + "\"}");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, JSON, "{\"error\":\"this can only be read\"}");
            } else {
                Page answer = page.get();
                send(exchange, answer.status(), answer.type(), answer.text());
            }
        } catch (RuntimeException e) {
            // The JDK would close the connection without a word. Nothing was sent: the pages are asked before that.
            send(exchange, 500, JSON, "{\"error\":" + JsonText.quoted("the " + who + " could not answer: " + e) + "}");
        } finally {
            exchange.close();
        }
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
