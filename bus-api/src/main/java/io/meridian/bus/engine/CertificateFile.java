package io.meridian.bus.engine;

import java.nio.file.Path;

/**
 * A file of certificates that settings name.
 *
 * @param setting that names it, such as {@code nats.tls.keystore}
 * @param file a Java key store, or certificates in PEM
 * @param password opens the key store; null: none does
 */
public record CertificateFile(String setting, Path file, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return setting + "=" + file;
    }
}
