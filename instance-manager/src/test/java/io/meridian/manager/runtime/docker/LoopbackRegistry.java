package io.meridian.manager.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meridian.manager.basis.Json;
import io.meridian.manager.basis.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A registry with one image, on the loopback, as Docker speaks to it. */
public final class LoopbackRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final HttpServer server;
    private final Map<String, byte[]> blobs = new HashMap<>();
    private byte[] manifest;

    /** With the image that has this name on this machine. */
    public static LoopbackRegistry of(DockerDaemon daemon, String image) throws IOException {
        try (InputStream saved = daemon.ask(docker -> docker.saveImageCmd(image).exec())) {
            return new LoopbackRegistry(saved);
        }
    }

    private LoopbackRegistry(InputStream saved) throws IOException {
        read(saved);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void read(InputStream saved) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(saved)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                tar.transferTo(bytes);
                files.put(entry.getName(), bytes.toByteArray());
            }
        }
        JsonNode image = Json.MAPPER.readTree(files.get("manifest.json")).get(0);
        List<Object> layers = new ArrayList<>();
        image.get("Layers")
                .forEach(layer -> layers.add(
                        blob("application/vnd.docker.image.rootfs.diff.tar.gzip", files.get(layer.asText()))));
        manifest = Json.text(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MANIFEST,
                        "config",
                        blob(
                                "application/vnd.docker.container.image.v1+json",
                                files.get(image.get("Config").asText())),
                        "layers",
                        layers))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private Map<String, Object> blob(String type, byte[] content) {
        String digest = digest(content);
        blobs.put(digest, content);
        return Map.of("mediaType", type, "size", content.length, "digest", digest);
    }

    private static String digest(byte[] content) {
        return "sha256:" + HexFormat.of().formatHex(Sha256.digest().digest(content));
    }

    /** Of the image, as its registry names it. */
    String digest() {
        return digest(manifest);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = path.contains("/manifests/")
                ? manifest
                : path.contains("/blobs/") ? blobs.get(path.substring(path.lastIndexOf('/') + 1)) : new byte[0];
        if (path.contains("/manifests/")) {
            exchange.getResponseHeaders().add("Content-Type", MANIFEST);
            exchange.getResponseHeaders().add("Docker-Content-Digest", digest());
        }
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead && body != null) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(body == null ? 404 : 200, body == null || isHead ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (body != null && !isHead) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
