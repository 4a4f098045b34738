package io.meridian.sdk.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.egress.EgressProxy;
import io.meridian.sidecar.file.AttachPlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin's client, through a sidecar's real proxy. */
final class WayOutTest {
    @TempDir
    Path folder;

    private HttpServer outside;
    private EgressProxy proxy;

    @BeforeEach
    void open() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        outside.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        outside.start();
        Files.writeString(
                folder.resolve("egress"),
                "allow 127.0.0.1:" + outside.getAddress().getPort() + "\n");
        proxy = proxy(AttachPlace.in(folder));
    }

    private EgressProxy proxy(AttachPlace place) throws IOException {
        return EgressProxy.open(new EgressProxy.Options(
                folder,
                place,
                0,
                "token",
                null,
                8,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                () -> {},
                SidecarLog.NONE));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        outside.stop(0);
    }

    private HttpResponse<String> post(String address) throws Exception {
        return post(folder, address);
    }

    private static HttpResponse<String> post(Path way, String address) throws Exception {
        try (HttpClient client = WayOut.through(way).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .POST(HttpRequest.BodyPublishers.ofString("order", UTF_8))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void shouldReachAHostThatIsAllowedAndNoOther() throws Exception {
        String allowed = "http://127.0.0.1:" + outside.getAddress().getPort() + "/orders";
        HttpResponse<String> answer = post(allowed);
        assertEquals(200, answer.statusCode());
        assertEquals("order", answer.body());
        HttpResponse<String> denied = post("http://127.0.0.1:1/orders");
        assertEquals(403, denied.statusCode());
        assertTrue(denied.body().contains("Declare it under egress"), denied.body());
    }

    @Test
    void shouldGoThroughTheSocketWhereThePluginHasAnotherLoopback(@TempDir Path apart) throws Exception {
        try (EgressProxy other = proxy(new AttachPlace(apart, true))) {
            assertFalse(Files.exists(apart.resolve("egress.port")), "it would lead nowhere");
            String allowed = "http://127.0.0.1:" + outside.getAddress().getPort() + "/orders";
            for (int i = 0; i < 3; i++) {
                assertEquals("order", post(apart, allowed).body());
            }
            assertEquals(403, post(apart, "http://127.0.0.1:1/orders").statusCode());
            assertTrue(other.bytes() > 0, "it went that way");
        }
        assertThrows(IllegalStateException.class, () -> post(apart, "http://127.0.0.1:1/"));
    }

    @Test
    void shouldGetATunnelWithItsTokenWhenItSpeaksTlsItself() throws Exception {
        // What answers in the tunnel speaks no TLS, and the client says so: it came that far.
        try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            Files.writeString(folder.resolve("egress"), "allow 127.0.0.1:" + rude.getLocalPort() + "\n");
            Thread.ofVirtual().start(() -> {
                try (Socket client = rude.accept()) {
                    // As with TLS, the client speaks first: what came with the proxy's own answer it would pass over.
                    client.getInputStream().read();
                    client.getOutputStream().write("no TLS is spoken here".getBytes(UTF_8));
                    client.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    // The client hung up.
                }
            });
            long deadline = System.nanoTime() + 20_000_000_000L;
            IOException failure;
            do {
                failure = assertThrows(IOException.class, () -> post("https://127.0.0.1:" + rude.getLocalPort() + "/"));
                // Until the new rule is in force.
            } while (!(failure instanceof SSLException) && System.nanoTime() < deadline);
            assertTrue(failure instanceof SSLException, failure::toString);
        }
        assertTrue(proxy.bytes() > 0);
    }

    @Test
    void shouldSayWhatToDoWhenTheSidecarHasNoWayOut(@TempDir Path other) {
        String text = assertThrows(IllegalStateException.class, () -> WayOut.through(other))
                .getMessage();
        assertTrue(text.contains("sidecar.egress=true") && text.contains("@MeridianPlugin"), text);
    }
}
