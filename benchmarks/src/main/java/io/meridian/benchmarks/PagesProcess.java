package io.meridian.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway of the management pages as a process, as {@code ./meridian ui} starts it, before a manager; and people who log in there. */
final class PagesProcess implements AutoCloseable {
    static final String ADMIN = "boss";
    static final String PASSWORD = "correct horse battery";

    private static final double KIB_PER_MIB = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final Product product;
    private final ManagerProcess manager;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path log;
    private final Process process;
    private final String address;

    PagesProcess(Product product, ManagerProcess manager) throws Exception {
        this.product = product;
        this.manager = manager;
        log = manager.home().resolve("pages.log");
        ProcessBuilder builder = product.meridian(List.of("ui"), "ui.port=0", "manager.dir=" + manager.home());
        builder.environment().putAll(manager.bus());
        process = builder.redirectInput(new File("/dev/null"))
                .redirectError(log.toFile())
                .start();
        try {
            BufferedReader out = process.inputReader();
            String ready = out.readLine();
            if (ready == null || !ready.startsWith("ready")) {
                throw new IllegalStateException(
                        "the pages are not served; try ./meridian ui. It said: " + Files.readString(log));
            }
            address = ManagerProcess.word(ready, "http=(\\S+)/ ");
            String code =
                    Files.readString(manager.home().resolve("first-password")).strip();
            begin(
                    "/ui/setup",
                    "{\"code\":\"" + code + "\",\"name\":\"" + ADMIN + "\",\"password\":\"" + PASSWORD + "\"}");
        } catch (Exception failed) {
            close();
            throw failed;
        }
    }

    /** Without a slash in the end. */
    String address() {
        return address;
    }

    Product product() {
        return product;
    }

    HttpClient client() {
        return client;
    }

    /** Makes an account, and logs in with it. @return what a browser keeps */
    String logIn(String name, String roles) throws Exception {
        manager.ask(
                "POST",
                "/v1/accounts",
                "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\",\"roles\":[" + roles + "]}");
        return begin("/ui/session", "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}");
    }

    private String begin(String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.body() + "\n" + Files.readString(log));
        }
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    double residentMib() throws IOException {
        return Product.residentMib(process.pid());
    }

    /** What its heap holds that is no garbage. */
    double heapMib() throws Exception {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        double kib = 0;
        boolean isFound = false;
        while (used.find()) {
            kib += Long.parseLong(used.group(1));
            isFound = true;
        }
        if (!isFound) {
            throw new IllegalStateException("the gateway's JVM does not say how full its heap is");
        }
        return kib / KIB_PER_MIB;
    }

    private String jcmd(String command) throws Exception {
        Process asked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + command + " failed: " + said);
        }
        return said;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
