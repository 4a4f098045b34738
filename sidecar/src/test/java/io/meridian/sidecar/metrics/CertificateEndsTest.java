package io.meridian.sidecar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.engine.CertificateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of certificates that the JDK's own tool makes. */
final class CertificateEndsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final AtomicLong nowNs = new AtomicLong(-TimeUnit.HOURS.toNanos(5));

    @Test
    void shouldTellTheFirstEndOfAKeyStoreAndOfAFileInPem() throws Exception {
        Path store = folder.resolve("store.p12");
        keytool("-genkeypair", "-alias", "late", "-validity", "90", store);
        keytool("-genkeypair", "-alias", "soon", "-validity", "5", store);
        Path pem = folder.resolve("trusted.pem");
        keytool("-exportcert", "-rfc", "-alias", "late", "-file", pem.toString(), store);

        Map<String, Double> ends = ends(
                        new CertificateFile("a.keystore", store, PASSWORD),
                        new CertificateFile("b.truststore", pem, null))
                .ends();

        assertEquals(inDays(5), ends.get("a.keystore"), 120);
        assertEquals(inDays(90), ends.get("b.truststore"), 120);
    }

    @Test
    void shouldTellZeroWhenNoCertificateCanBeRead() throws Exception {
        Path store = folder.resolve("store.p12");
        keytool("-genkeypair", "-alias", "a", "-validity", "5", store);
        Path text = Files.writeString(folder.resolve("text"), "nothing of the kind");

        assertEquals(
                Map.of("gone", 0.0, "text", 0.0, "wrong", 0.0),
                ends(
                                new CertificateFile("gone", folder.resolve("gone"), null),
                                new CertificateFile("text", text, null),
                                new CertificateFile("wrong", store, "another"))
                        .ends());
    }

    @Test
    void shouldLookAgainWhenAnHourHasPassed() throws Exception {
        Path store = folder.resolve("store.p12");
        keytool("-genkeypair", "-alias", "a", "-validity", "5", store);
        CertificateEnds ends = ends(new CertificateFile("a.keystore", store, PASSWORD));
        ends.ends();
        Files.delete(store);
        keytool("-genkeypair", "-alias", "a", "-validity", "90", store);

        nowNs.addAndGet(TimeUnit.MINUTES.toNanos(59));
        assertEquals(inDays(5), ends.ends().get("a.keystore"), 120);
        nowNs.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertEquals(inDays(90), ends.ends().get("a.keystore"), 120);
    }

    private CertificateEnds ends(CertificateFile... files) {
        return new CertificateEnds(List.of(files), nowNs::get);
    }

    private static double inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days)).getEpochSecond();
    }

    /** The last argument is the store. */
    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        for (int i = 0; i < arguments.length - 1; i++) {
            command.add(arguments[i].toString());
        }
        command.addAll(List.of("-keystore", arguments[arguments.length - 1].toString(), "-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-dname", "CN=test", "-keyalg", "EC"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
