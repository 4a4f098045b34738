package io.meridian.sidecar.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.file.AttachPlace;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin's connections through the proxy, to a server that speaks TLS and to one that says back what it hears. */
final class EgressProxyTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    private static SSLContext tls;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger denied = new AtomicInteger();
    private final Map<String, String> heard = new ConcurrentHashMap<>();
    private HttpsServer venue;
    private ServerSocket echo;
    private EgressProxy proxy;

    @BeforeAll
    static void makeKeys() throws Exception {
        Path store = keys.resolve("store");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "venue",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(loaded, "changeit".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(loaded);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @BeforeEach
    void open() throws Exception {
        venue = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        venue.setHttpsConfigurator(new HttpsConfigurator(tls));
        venue.createContext("/", exchange -> {
            heard.put("key", String.valueOf(exchange.getRequestHeaders().getFirst("X-Key")));
            heard.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            heard.put("path", exchange.getRequestURI().toString());
            byte[] answer = "filled".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        venue.start();
        echo = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::sayBack);
        rules("allow localhost:" + venue.getAddress().getPort() + "\nallow 127.0.0.1:" + echo.getLocalPort() + "\n");
        Path secrets = folder.resolve("secrets");
        Files.createFile(secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secrets, "https://localhost:" + venue.getAddress().getPort() + " X-Key the secret\n");
        SidecarLog log = (level, text) -> lines.add(level + " " + text);
        proxy = EgressProxy.open(new EgressProxy.Options(
                folder,
                AttachPlace.in(folder),
                0,
                TOKEN,
                secrets,
                8,
                tls.getSocketFactory(),
                denied::incrementAndGet,
                log));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        venue.stop(0);
        echo.close();
        assertFalse(Files.exists(folder.resolve(EgressProxy.SOCKET_FILE)));
        assertFalse(String.join("\n", lines).contains("the secret"));
    }

    private void rules(String text) throws IOException {
        Files.writeString(folder.resolve("egress.new"), text);
        Files.move(
                folder.resolve("egress.new"),
                folder.resolve("egress"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void sayBack() {
        while (true) {
            try {
                Socket client = echo.accept();
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException gone) {
                        // Ended by the test.
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private SocketChannel plugin() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(EgressProxy.SOCKET_FILE)));
    }

    private String ask(String request) throws IOException {
        try (SocketChannel channel = plugin()) {
            return ask(channel, request);
        }
    }

    private static String ask(SocketChannel channel, String request) throws IOException {
        channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
        return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "waited in vain until " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String venueAddress() {
        return "localhost:" + venue.getAddress().getPort();
    }

    @Test
    void shouldAddTheSecretAndSpeakTlsForAPluginThatKnowsNeither() throws IOException {
        String answer = ask("POST http://" + venueAddress() + "/orders?id=7 HTTP/1.1\r\nHost: x\r\nX-Key: forged\r\n"
                + "Content-Length: 3\r\n\r\nbuy");
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("filled"), answer);
        assertEquals(Map.of("key", "the secret", "body", "buy", "path", "/orders?id=7"), heard);
        until("all is counted", () -> proxy.connections() == 0 && proxy.bytes() > 0);
    }

    @Test
    void shouldMakeATunnelThroughWhichThePluginSpeaksTlsItself() throws IOException {
        try (Socket direct = new Socket("127.0.0.1", proxy.port())) {
            String login = Base64.getEncoder().encodeToString(("meridian:" + TOKEN).getBytes(UTF_8));
            direct.getOutputStream()
                    .write(("CONNECT " + venueAddress() + " HTTP/1.1\r\nProxy-Authorization: Basic " + login
                                    + "\r\n\r\n")
                            .getBytes(UTF_8));
            byte[] established =
                    direct.getInputStream().readNBytes("HTTP/1.1 200 Connection established\r\n\r\n".length());
            assertTrue(new String(established, UTF_8).startsWith("HTTP/1.1 200"));
            try (SSLSocket secure = (SSLSocket) tls.getSocketFactory()
                    .createSocket(direct, "localhost", venue.getAddress().getPort(), true)) {
                secure.getOutputStream()
                        .write("GET /own HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
                assertTrue(new String(secure.getInputStream().readAllBytes(), UTF_8).endsWith("filled"));
            }
        }
        assertEquals("null", heard.get("key"), "nothing is added to what the plugin encrypts itself");
    }

    @Test
    void shouldDenyEveryHostThatNoLineNamesAndSayWhatToDo() throws IOException {
        for (String request : List.of(
                "CONNECT example.com:443 HTTP/1.1\r\n\r\n",
                "GET http://localhost:1/ HTTP/1.1\r\n\r\n",
                "CONNECT 127.0.0.1:" + venue.getAddress().getPort() + " HTTP/1.1\r\n\r\n")) {
            String answer = ask(request);
            assertTrue(answer.startsWith("HTTP/1.1 403") && answer.contains("file egress of the sidecar"), answer);
        }
        assertEquals(3, denied.get());
        until("it is told", () -> lines.stream().anyMatch(line -> line.startsWith("WARN") && line.contains("denied")));
    }

    @Test
    void shouldCutWhatALineHadAllowedOnceItIsGone() throws IOException {
        try (SocketChannel channel = plugin()) {
            channel.write(ByteBuffer.wrap(
                    ("CONNECT 127.0.0.1:" + echo.getLocalPort() + " HTTP/1.1\r\n\r\n").getBytes(UTF_8)));
            InputStream in = Channels.newInputStream(channel);
            in.readNBytes("HTTP/1.1 200 Connection established\r\n\r\n".length());
            channel.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
            assertEquals("hello", new String(in.readNBytes(5), UTF_8));
            rules("allow " + venueAddress() + "\n");
            assertEquals(-1, endOf(in));
        }
        assertTrue(ask("CONNECT 127.0.0.1:" + echo.getLocalPort() + " HTTP/1.1\r\n\r\n")
                .startsWith("HTTP/1.1 403"));
    }

    private static int endOf(InputStream in) {
        try {
            return in.read();
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void shouldKeepTheLastGoodRulesWhenTheFileIsBroken() throws IOException {
        rules("allow nonsense\n");
        until("it is told", () -> lines.stream().anyMatch(line -> line.startsWith("ERROR") && line.contains("line 1")));
        assertTrue(ask("GET http://" + venueAddress() + "/ HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 200"));
    }

    @Test
    void shouldAskForTheTokenOnTheLoopback() throws IOException {
        assertEquals(TOKEN, Files.readString(folder.resolve("egress.token")).strip());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("egress.token"))));
        for (String login : List.of("", "Proxy-Authorization: Basic d3Jvbmc6d3Jvbmc=\r\n")) {
            try (Socket stranger = new Socket("127.0.0.1", proxy.port())) {
                stranger.getOutputStream()
                        .write(("GET http://" + venueAddress() + "/ HTTP/1.1\r\n" + login + "\r\n").getBytes(UTF_8));
                String answer = new String(stranger.getInputStream().readAllBytes(), UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 407") && answer.contains("Proxy-Authenticate: Basic"), answer);
            }
        }
        assertTrue(heard.isEmpty());
    }

    @Test
    void shouldSayWhyWhenAHostCannotBeReachedOrTrusted() throws IOException {
        int free;
        try (ServerSocket gone = new ServerSocket(0)) {
            free = gone.getLocalPort();
        }
        rules("allow 127.0.0.1:" + free + "\nallow *.localhost:" + free + "\n");
        until("it is in force", () -> proxy.rules().allows(new Target("127.0.0.1", free)));
        assertTrue(ask("CONNECT 127.0.0.1:" + free + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 502"));
        assertTrue(ask("nonsense\r\n\r\n").startsWith("HTTP/1.1 400"));
    }

    @Test
    void shouldTakeSoManyConnectionsAndNoMore() throws IOException {
        List<SocketChannel> open = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                open.add(plugin());
            }
            until("all are taken", () -> proxy.connections() == 8);
            String answer = ask("GET http://" + venueAddress() + "/ HTTP/1.1\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        until("all are gone", () -> proxy.connections() == 0);
        assertTrue(ask("GET http://" + venueAddress() + "/ HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 200"));
    }

    @Test
    void shouldNotOpenWhenTheSecretsCannotBeUsed() {
        assertThrows(
                IOException.class,
                () -> EgressProxy.open(new EgressProxy.Options(
                        folder,
                        AttachPlace.in(folder),
                        0,
                        TOKEN,
                        folder.resolve("nowhere"),
                        8,
                        tls.getSocketFactory(),
                        () -> {},
                        SidecarLog.NONE)));
    }
}
