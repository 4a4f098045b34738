package io.meridian.manager.registry;

import io.meridian.manager.basis.FolderTree;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.basis.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** The artifacts that were sent, each in a folder of its own that is named by its checksum and never changes. */
public final class ArtifactStore {
    /** The largest that is taken. */
    public static final long LARGEST = 256L << 20;

    private static final long LARGEST_UNPACKED = 1L << 30;
    private static final int MOST_ENTRIES = 20_000;
    private static final int LARGEST_MANIFEST = 64 << 10;
    private static final List<String> MANIFESTS = List.of("META-INF/meridian/plugin.yaml", "plugin.yaml");
    private static final String JAR = "plugin.jar";

    private final Path folder;

    /** What was found in an artifact. @param manifest as it stands there */
    public record Received(Artifact artifact, byte[] manifest) {}

    public ArtifactStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes what is sent, whole or not at all. The same content a second time changes nothing.
     *
     * @throws Refusal when it is too large, or no plugin
     */
    public Received receive(Artifact.Kind kind, InputStream content) {
        Path draft = null;
        try {
            Files.createDirectories(folder);
            draft = Files.createTempDirectory(folder, ".draft-");
            Path file = draft.resolve("received");
            String checksum = copy(content, file);
            if (kind == Artifact.Kind.BUNDLE) {
                unpack(file, draft);
                Files.delete(file);
            } else {
                Files.move(file, draft.resolve(JAR));
            }
            byte[] manifest = manifest(kind, draft);
            Path home = folder.resolve(checksum);
            if (!Files.isDirectory(home)) {
                Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return new Received(new Artifact(kind, home.toString(), "sha256:" + checksum), manifest);
        } catch (ZipException | EOFException e) {
            throw Refusal.invalid(
                    "What was sent is no " + (kind == Artifact.Kind.JAR ? "jar" : "zip") + ": " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("artifact cannot be stored in " + folder + ": " + e.getMessage(), e);
        } finally {
            if (draft != null) {
                FolderTree.delete(draft);
            }
        }
    }

    private static String copy(InputStream content, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream out = Files.newOutputStream(file);
                DigestInputStream in = new DigestInputStream(content, digest)) {
            byte[] buffer = new byte[1 << 16];
            long length = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
                if (length > LARGEST) {
                    throw Refusal.invalid("An artifact has at most " + (LARGEST >> 20) + " MiB.");
                }
                out.write(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void unpack(Path file, Path into) throws IOException {
        long length = 0;
        int count = 0;
        byte[] buffer = new byte[1 << 16];
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path to = into.resolve(entry.getName()).normalize();
                if (!to.startsWith(into) || to.equals(into) || to.equals(file)) {
                    throw Refusal.invalid(
                            "The zip has an entry that does not stay in its folder: " + shown(entry.getName()) + ".");
                }
                if (++count > MOST_ENTRIES) {
                    throw Refusal.invalid("A zip has at most " + MOST_ENTRIES + " entries.");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                    continue;
                }
                Files.createDirectories(to.getParent());
                try (OutputStream out = Files.newOutputStream(to)) {
                    for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                        length += read;
                        if (length > LARGEST_UNPACKED) {
                            throw Refusal.invalid("A zip unpacks to at most " + (LARGEST_UNPACKED >> 20) + " MiB.");
                        }
                        out.write(buffer, 0, read);
                    }
                }
            }
        } catch (IllegalArgumentException | java.nio.file.FileSystemException e) {
            // A name that is no path here, or one that is a file and a folder.
            throw Refusal.invalid("The zip cannot be unpacked: " + e.getMessage() + ".");
        }
        if (count == 0) {
            throw new ZipException("there is nothing in it");
        }
    }

    private static String shown(String name) {
        return name.length() > 80 ? name.substring(0, 80) + "..." : name;
    }

    private static byte[] manifest(Artifact.Kind kind, Path draft) throws IOException {
        Path jar = draft.resolve(JAR);
        if (Files.exists(jar)) {
            try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().equals(MANIFESTS.getFirst())) {
                        return zip.readNBytes(LARGEST_MANIFEST + 1);
                    }
                }
            } catch (IllegalArgumentException e) {
                throw Refusal.invalid("The jar has an entry whose name cannot be read.");
            }
        }
        for (String name : MANIFESTS) {
            try (InputStream in = Files.newInputStream(draft.resolve(name))) {
                return in.readNBytes(LARGEST_MANIFEST + 1);
            } catch (NoSuchFileException next) {
                // It may have the other name.
            }
        }
        throw Refusal.invalid(
                kind == Artifact.Kind.JAR
                        ? "There is no " + MANIFESTS.getFirst()
                                + " in the jar, so it is no plugin. The build of a plugin"
                                + " writes it: see docs/reference/manifest.md."
                        : "There is no plugin.yaml in the zip, so it is no plugin: see docs/reference/manifest.md.");
    }
}
