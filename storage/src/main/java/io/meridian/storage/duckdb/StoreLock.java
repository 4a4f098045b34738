package io.meridian.storage.duckdb;

import io.meridian.storage.StoreException;
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A store's folder while this process has it. The file {@code lock} names the process, for those that come later. */
final class StoreLock implements AutoCloseable {
    static final String DATA = "market.duckdb";

    private final Path folder;
    private final FileChannel channel;

    private StoreLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static StoreLock take(StoreOptions options) {
        Path folder = options.folder();
        try {
            // In a folder that may not be read, it is not known.
            boolean missing = !Files.exists(folder) || Files.isReadable(folder) && !Files.exists(folder.resolve(DATA));
            if (options.existing() && missing) {
                throw none(folder);
            }
            Files.createDirectories(folder);
            Path file = folder.resolve("lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new StoreInUseException(
                        "Process " + Files.readString(file).strip() + " has the store " + folder
                                + " open, and one process at a time can. End it, or name another folder (setting"
                                + " storage.dir).");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new StoreLock(folder, channel);
        } catch (AccessDeniedException denied) {
            throw new StoreException("The store " + folder + " belongs to " + owner(folder) + ", and user "
                    + System.getProperty("user.name") + " may not use it. Run this as its owner, or name another"
                    + " folder (setting storage.dir).");
        } catch (IOException failed) {
            throw new StoreException("The folder " + folder + " of the store cannot be used: " + failed, failed);
        }
    }

    private static StoreException none(Path folder) {
        return new StoreException("There is no store in " + folder + ". Data is stored while 'meridian store' or"
                + " ./launch_dev.sh runs, or by 'meridian data import'; or name another folder (--dir).");
    }

    private static String owner(Path folder) {
        try {
            return "user " + Files.getOwner(folder).getName();
        } catch (IOException hidden) {
            return "another user";
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    Path data() {
        return folder.resolve(DATA);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new StoreException("The folder " + folder + " cannot be given back: " + failed, failed);
        }
    }
}
