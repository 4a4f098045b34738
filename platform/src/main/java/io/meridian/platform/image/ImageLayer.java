package io.meridian.platform.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A layer of an image: a folder as a tar. The same files give the same bytes, whoever makes it and when.
 *
 * @param digest the SHA-256 of the file, in hex
 */
record ImageLayer(Path file, String digest) {
    private static final int PROGRAM = 0755;
    private static final int FILE = 0644;
    private static final int FOR_ALL = 01777;
    /** Any fixed time: it must not tell one build from another. */
    static final Instant TIME = Instant.parse("2020-01-01T00:00:00Z");

    /**
     * Makes one of all that is in a folder.
     *
     * @param owned folders in it, by their names in the image, that the image's user may write to
     */
    static ImageLayer of(Path folder, Path file, Set<String> owned, int owner) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.walk(folder)) {
            entries = all.filter(entry -> !entry.equals(folder)).sorted().toList();
        }
        MessageDigest digest = sha256();
        try (OutputStream out =
                        new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16);
                TarArchiveOutputStream tar = tar(out)) {
            for (Path entry : entries) {
                String name = folder.relativize(entry).toString();
                put(tar, entry, name, owned.contains("/" + name) ? owner : 0);
            }
        }
        return new ImageLayer(file, HexFormat.of().formatHex(digest.digest()));
    }

    static TarArchiveOutputStream tar(OutputStream out) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        return tar;
    }

    private static void put(TarArchiveOutputStream tar, Path file, String name, int owner) throws IOException {
        TarArchiveEntry entry;
        if (Files.isSymbolicLink(file)) {
            entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            entry = new TarArchiveEntry(name + "/");
            entry.setMode(name.equals("tmp") ? FOR_ALL : PROGRAM);
        } else {
            entry = new TarArchiveEntry(name);
            entry.setSize(Files.size(file));
            entry.setMode(
                    Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE) ? PROGRAM : FILE);
        }
        entry.setIds(owner, owner);
        entry.setModTime(TIME.toEpochMilli());
        tar.putArchiveEntry(entry);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(file, tar);
        }
        tar.closeArchiveEntry();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
