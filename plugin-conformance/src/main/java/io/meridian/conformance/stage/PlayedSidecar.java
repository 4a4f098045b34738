package io.meridian.conformance.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** A sidecar's folder with both attach points, and the played platform behind them. */
public final class PlayedSidecar implements AutoCloseable {
    private final Path folder;
    private final PlayedPlatform platform;
    private GrpcDoor grpc;
    private RingDoor ring;

    /** @param folder empty, and short: the path of a Unix socket has 108 characters at most */
    public PlayedSidecar(Path folder, PlayedPlatform platform) {
        this.folder = folder;
        this.platform = platform;
        appear();
    }

    public Path folder() {
        return folder;
    }

    public PlayedPlatform platform() {
        return platform;
    }

    /** Begins, or begins again after {@link #vanish}: with a new token, and ready for a plugin. */
    public void appear() {
        grpc = new GrpcDoor(platform, folder.resolve("grpc.sock"));
        ring = new RingDoor(platform, folder.resolve("attach.ring"), this::newToken);
        newToken();
    }

    /** A token for one more attach. Called by checks, and by the door that a plugin left. */
    public synchronized void newToken() {
        String token = UUID.randomUUID().toString();
        platform.token(token);
        Path file = folder.resolve("token");
        Path written = folder.resolve("token.new");
        try {
            Files.deleteIfExists(written);
            Files.createFile(
                    written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(written, token);
            Files.move(
                    written,
                    file,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the token file=" + file + ": " + e.getMessage(), e);
        }
    }

    /** Goes away at once, as if it had been killed, and leaves its files as they are. */
    public void vanish() {
        grpc.close();
        ring.close();
        platform.drop();
    }

    @Override
    public void close() {
        vanish();
    }
}
