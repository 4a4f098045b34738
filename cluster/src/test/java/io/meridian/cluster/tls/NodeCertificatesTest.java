package io.meridian.cluster.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeCertificatesTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveEachNodeACertificateOfTheAuthority() throws Exception {
        NodeCertificates authority = NodeCertificates.in(folder, Duration.ofDays(3_650));
        Path node = authority.give("a", List.of("10.0.0.1", "a.example.com"), Duration.ofDays(90));
        X509Certificate own = certificate(node);
        own.verify(store(node, "trust.p12").getCertificate("authority").getPublicKey());
        assertEquals("CN=a", own.getSubjectX500Principal().getName());
        assertTrue(own.getSubjectAlternativeNames().toString().contains("10.0.0.1"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(node.resolve("node.p12"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(node)));
        // A new one of the same authority, under the same password.
        NodeCertificates.in(folder, Duration.ofDays(1)).give("a", List.of("10.0.0.1"), Duration.ofDays(90));
        assertNotEquals(own.getSerialNumber(), certificate(node).getSerialNumber());
        certificate(node)
                .verify(store(node, "trust.p12").getCertificate("authority").getPublicKey());
    }

    @Test
    void shouldSayWhichFolderIsMeant() {
        IOException refused = assertThrows(IOException.class, () -> NodeTls.of(folder));
        assertTrue(refused.getMessage().contains("init-tls"), refused::getMessage);
    }

    private static X509Certificate certificate(Path node) throws Exception {
        return (X509Certificate) store(node, "node.p12").getCertificate("a");
    }

    private static KeyStore store(Path node, String name) throws Exception {
        return KeyStore.getInstance(
                node.resolve(name).toFile(),
                Files.readString(node.resolve("password")).strip().toCharArray());
    }
}
