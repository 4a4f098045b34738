package io.meridian.benchmarks;

import io.meridian.devservers.NatsServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;

/** An instance manager as a process, as {@code ./meridian} starts it, with a NATS server for the sidecars that it starts; and one who asks it. */
final class ManagerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final Path folder;
    private final Path home;
    private final NatsServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FileChannel raw;
    private final Process process;
    private final String address;
    private final String token;

    ManagerProcess() throws Exception {
        this(Product.here());
    }

    ManagerProcess(Product product) throws Exception {
        this.product = product;
        // The path of a socket has at most some hundred characters.
        folder = Files.createTempDirectory(
                Path.of("/tmp"),
                "manager-bench-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        server = NatsServer.in(Files.createDirectory(folder.resolve("nats")))
                .jetStream(folder.resolve("stored"))
                .start();
        raw = FileChannel.open(folder.resolve("raw"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        home = folder.resolve("m");
        ProcessBuilder builder = product.meridian(
                List.of("manager", "--dir", home.toString(), "--end-instances"),
                "manager.port=0",
                "manager.mode=development",
                "manager.quota.instances=1000",
                "manager.quota.memory=64g",
                "manager.quota.cpus=1000");
        builder.environment().putAll(bus());
        process = builder.redirectInput(new File("/dev/null"))
                .redirectError(folder.resolve("manager.log").toFile())
                .start();
        BufferedReader out = process.inputReader();
        String ready = out.readLine();
        if (ready == null || !ready.startsWith("ready")) {
            String said = log();
            process.destroyForcibly();
            server.close();
            IoUtil.delete(folder.toFile(), true);
            throw new IllegalStateException("the manager did not start; try ./meridian manager. It said: " + said);
        }
        address = word(ready, "http=(\\S+)");
        token = Files.readString(home.resolve("tokens/dev")).strip();
    }

    /** How a process finds the bus. */
    Map<String, String> bus() {
        return Map.of("BUS_BACKEND", "nats", "BUS_DEPLOYMENT", "bench", "NATS_URL", server.url());
    }

    /** Where it keeps what it knows. */
    Path home() {
        return home;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("manager.log"));
    }

    /** Registers a plugin's project. */
    void register(String project) throws Exception {
        ProcessBuilder builder = product.meridian(List.of("plugin", "register", project, "--manager", address));
        builder.environment().put("MERIDIAN_TOKEN", token);
        Process registering = builder.inheritIO().start();
        if (registering.waitFor() != 0) {
            throw new IllegalStateException("the plugin " + project + " cannot be registered");
        }
    }

    /** Asks, and gives the answer's body. */
    String ask(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer.body() + "\n" + log());
        }
        return answer.body();
    }

    /** Asks until what is said has this in it. */
    String await(String path, String wanted) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String said = ask("GET", path, "");
            if (said.contains(wanted)) {
                return said;
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException(path + " never said " + wanted + ": " + said + "\n" + log());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** What a pattern finds first. */
    static String word(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("there is no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /** Resident memory of the manager alone. */
    double residentMib() throws IOException {
        return Product.residentMib(process.pid());
    }

    /** What any change costs on this disk: a few bytes more in a file, forced. */
    void force() throws IOException {
        raw.write(ByteBuffer.wrap(new byte[4096]));
        raw.force(false);
    }

    /** Ends all that it has started, and then itself. */
    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        server.close();
        client.close();
        raw.close();
        IoUtil.delete(folder.toFile(), true);
    }
}
