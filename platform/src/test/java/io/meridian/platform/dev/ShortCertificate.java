package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate of which five days are left. */
final class ShortCertificate {
    private ShortCertificate() {}

    /** A file of it in PEM. */
    static Path in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("short.p12");
        Path pem = folder.resolve("short.pem");
        keytool(store, "-genkeypair", "-validity", "5", "-dname", "CN=short", "-keyalg", "EC");
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        return pem;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "short", "-storepass", "changeit", "-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
