package io.meridian.sidecar.file;

import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Under which name the system takes a socket. It takes some hundred bytes: where a folder lies deeper, the socket is reached through a link to the folder among
 * the temporary files. The socket itself is in the folder all the same, which only its owner may enter.
 */
public final class SocketPath {
    /** Linux takes 107 bytes, others a few less. */
    private static final int LONGEST = 100;
    /** The longest name of a socket that is made here, and the mark before it. */
    private static final int ROOM = 14;

    private static final int DIGITS = 16;

    private SocketPath() {}

    /** For those who call. Nothing is made for them: where nobody listens there is nobody to call. @param socket where it is */
    public static Path toCall(Path socket) throws IOException {
        Path whole = socket.toAbsolutePath().normalize();
        Path folder = whole.getParent();
        if (fits(folder)) {
            return whole;
        }
        Path link = name(folder);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            requireOurs(link, folder);
        }
        return link.resolve(whole.getFileName());
    }

    /** For those who listen. @param socket where it is */
    public static Path of(Path socket) throws IOException {
        Path whole = socket.toAbsolutePath().normalize();
        return folder(whole.getParent()).resolve(whole.getFileName());
    }

    /** What a folder is called by those who name a socket in it. */
    public static Path folder(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        return fits(whole) ? whole : link(whole);
    }

    /** What a plugin is told where its sidecar is: one in another language than Java opens a socket there. */
    public static String forPlugin(Path folder, Manifest manifest) {
        try {
            return (manifest.command().isEmpty() ? folder : folder(folder)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Removes the link that was made for a folder, if there is one. */
    public static void forget(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        if (!fits(whole)) {
            Files.deleteIfExists(name(whole));
        }
    }

    private static boolean fits(Path folder) {
        return folder.toString().getBytes(StandardCharsets.UTF_8).length + ROOM <= LONGEST;
    }

    private static Path link(Path folder) throws IOException {
        Path link = name(folder);
        try {
            Files.createSymbolicLink(link, folder);
        } catch (FileAlreadyExistsException there) {
            requireOurs(link, folder);
        }
        return link;
    }

    /** Anybody may write among the temporary files: one that leads elsewhere, or is somebody else's, is none. */
    private static void requireOurs(Path link, Path folder) throws IOException {
        boolean isOurs = Files.isSymbolicLink(link)
                && Files.readSymbolicLink(link).equals(folder)
                && Files.getOwner(link, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder));
        if (!isOurs) {
            throw new IOException("The path of " + folder + " is too long for a socket, and " + link
                    + ", which would lead there, is something else. Remove that, or choose a shorter folder.");
        }
    }

    private static Path name(Path folder) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(folder.toString().getBytes(StandardCharsets.UTF_8));
            return Path.of(System.getProperty("java.io.tmpdir"))
                    .resolve("meridian-" + HexFormat.of().formatHex(hash).substring(0, DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
