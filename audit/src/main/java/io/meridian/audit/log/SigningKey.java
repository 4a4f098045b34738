package io.meridian.audit.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The key that signs checkpoints: Ed25519, in PEM files, the private half readable by its owner alone. */
public final class SigningKey {
    /** The private half. */
    public static final String PRIVATE_FILE = "signing-key.pem";
    /** The public half. */
    public static final String PUBLIC_FILE = "public-key.pem";

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int ID_BYTES = 8;

    private final PrivateKey secret;
    private final PublicKey open;
    private final String id;

    private SigningKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
        id = idOf(open);
    }

    /** Reads the key of a folder; makes one when there is none. */
    public static SigningKey in(Path folder) {
        Path secretFile = folder.resolve(PRIVATE_FILE);
        Path openFile = folder.resolve(PUBLIC_FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(secretFile)) {
                create(secretFile, openFile);
            }
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(read(secretFile, PRIVATE)));
            SigningKey key = new SigningKey(secret, readPublic(openFile));
            byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key.open);
            check.update(probe);
            if (!check.verify(key.sign(probe))) {
                throw new AuditException(
                        openFile + " is not the other half of " + secretFile + ". Restore both from one copy.");
            }
            return key;
        } catch (IOException | GeneralSecurityException e) {
            throw new AuditException("The signing key in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void create(Path secretFile, Path openFile) throws IOException, GeneralSecurityException {
        if (Files.exists(openFile)) {
            throw new AuditException(secretFile + " is missing, but " + openFile + " is there. Restore it, or move the"
                    + " log away and begin a new one: a log goes on with its own key.");
        }
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Files.writeString(openFile, pem(PUBLIC, pair.getPublic().getEncoded()));
        try {
            Files.createFile(
                    secretFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new AuditException("Another process makes a key in " + secretFile.getParent() + " just now.", e);
        }
        Files.writeString(secretFile, pem(PRIVATE, pair.getPrivate().getEncoded()));
    }

    /** Reads a public key. */
    public static PublicKey readPublic(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(read(file, PUBLIC)));
        } catch (NoSuchFileException e) {
            throw new AuditException("There is no public key " + file + ".", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new AuditException(file + " is no public key (Ed25519, PEM): " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file, String what) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        String begin = "-----BEGIN " + what + "-----";
        String end = "-----END " + what + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw new GeneralSecurityException(file + " does not begin with " + begin + " and end with " + end);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(file + " has other characters than base 64", e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key has signed before", e);
        }
    }

    /** What names the key in a checkpoint: the first bytes of its hash. */
    public String id() {
        return id;
    }

    /** The half that checks. */
    public PublicKey publicKey() {
        return open;
    }

    /** The id of a public key. */
    public static String idOf(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
