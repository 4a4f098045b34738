package io.meridian.manager.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.manager.db.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Settings that are secret: sealed in the database with a key that lies beside it in a file of its own, so a copy of the database tells none. They
 * are given to the sidecar's folder of their instance and to nobody else.
 */
public final class Secrets {
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecureRandom random;
    private final SecretKeySpec key;

    /** @param keyFile is made when there is none */
    public Secrets(Path keyFile, SecureRandom random) {
        this.random = random;
        key = new SecretKeySpec(readOrMake(keyFile, random), "AES");
    }

    private static byte[] readOrMake(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                byte[] made = new byte[KEY];
                random.nextBytes(made);
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Files.deleteIfExists(draft);
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(draft, made, StandardOpenOption.SYNC);
                Files.move(draft, file);
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != KEY) {
                throw new IllegalStateException(
                        "file=" + file + " has " + bytes.length + " bytes, so it is not the key of the secrets. Put the"
                                + " right one there: without it the secrets of the database cannot be read.");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("file=" + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Sets some; a null value removes one. */
    void put(Rows rows, String instance, Map<String, String> values) throws SQLException {
        for (Map.Entry<String, String> entry : values.entrySet()) {
            rows.change("DELETE FROM instance_secret WHERE instance = ? AND setting = ?", instance, entry.getKey());
            if (entry.getValue() != null) {
                rows.change(
                        "INSERT INTO instance_secret (instance, setting, sealed) VALUES (?, ?, ?)",
                        instance,
                        entry.getKey(),
                        seal(instance + "/" + entry.getKey(), entry.getValue()));
            }
        }
    }

    /** The names of those that are set, by instance; one without any is not among them. */
    static Map<String, Set<String>> names(Rows rows) throws SQLException {
        Map<String, Set<String>> names = new TreeMap<>();
        rows.all(
                row -> names.computeIfAbsent(row.getString(1), instance -> new TreeSet<>())
                        .add(row.getString(2)),
                "SELECT instance, setting FROM instance_secret");
        return names;
    }

    Map<String, String> values(Rows rows, String instance) throws SQLException {
        Map<String, String> sealed = new TreeMap<>();
        rows.all(
                row -> sealed.put(row.getString(1), row.getString(2)),
                "SELECT setting, sealed FROM instance_secret WHERE instance = ?",
                instance);
        sealed.replaceAll((name, text) -> open(instance + "/" + name, text));
        return sealed;
    }

    private String seal(String what, String value) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, what, nonce, value.getBytes(UTF_8));
        byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
        return Base64.getEncoder().encodeToString(whole);
    }

    private String open(String what, String text) {
        byte[] whole = Base64.getDecoder().decode(text);
        return new String(
                crypt(
                        Cipher.DECRYPT_MODE,
                        what,
                        Arrays.copyOf(whole, NONCE),
                        Arrays.copyOfRange(whole, NONCE, whole.length)),
                UTF_8);
    }

    private byte[] crypt(int mode, String what, byte[] nonce, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            // A secret that somebody moved to another instance cannot be opened there.
            cipher.updateAAD(what.getBytes(UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secret " + what
                            + " cannot be opened: the key in the file secret.key is not the one that sealed it."
                            + " Put that one there, or set the secret again.",
                    e);
        }
    }
}
