package io.meridian.bus.aeron;

import io.aeron.archive.client.ArchiveException;
import io.aeron.driver.exceptions.ActiveDriverException;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.StorageSpaceException;
import io.meridian.bus.engine.EngineException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/** Puts what Aeron says into words for a person: what happened, why, and what to do next. */
final class Failures {
    private Failures() {}

    static EngineException of(String what, AeronOptions options, Throwable cause) {
        if (cause instanceof EngineException engine) {
            return engine;
        }
        return new EngineException(what + ": " + why(options, cause), cause);
    }

    private static String why(AeronOptions options, Throwable cause) {
        String text = plain(cause);
        String lower = text.toLowerCase(Locale.ROOT);
        if (cause instanceof ActiveDriverException || lower.contains("active driver")) {
            return "another media driver is already running in aeron.dir=" + options.aeronDir()
                    + ". Set aeron.driver=external to use it, or give this one another aeron.dir.";
        }
        if (lower.contains("mark file") || lower.contains("active archive") || lower.contains("active mark")) {
            return "another process already runs an archive on aeron.archive.dir=" + options.archiveDir() + " (" + text
                    + "). Stop it, use it with aeron.driver=external, or set another aeron.archive.dir.";
        }
        if (isDenied(cause)) {
            return "permission denied (" + text + "). Run as the user who owns aeron.dir=" + options.aeronDir()
                    + " and aeron.archive.dir=" + options.archiveDir() + ", or set folders this user may write.";
        }
        if (isFull(cause)) {
            return "no space left (" + text + "). "
                    + storageAdvice(options, ofArchive(cause) || lower.contains(".rec"));
        }
        if (lower.contains("version")) {
            return "the driver in aeron.dir=" + options.aeronDir() + " speaks another version of Aeron's protocol ("
                    + text + "). Run the driver of this release, or point aeron.dir at one.";
        }
        return text + ". aeron.dir=" + options.aeronDir() + ", aeron.archive.dir=" + options.archiveDir() + ".";
    }

    private static boolean ofArchive(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof ArchiveException) {
                return true;
            }
        }
        return false;
    }

    private static String storageAdvice(AeronOptions options, boolean archive) {
        return archive
                ? "Free space on the disk of aeron.archive.dir=" + options.archiveDir()
                        + ", or set aeron.retention.bytes or aeron.retention.age. Recording goes on by itself."
                : sharedMemoryAdvice(options);
    }

    static String sharedMemoryAdvice(AeronOptions options) {
        return "Each publishing thread takes 3 x aeron.term.length=" + options.termLength() / 1024
                + "k for each lane and profile it uses, each durable subscription the same for each recording. Set a"
                + " smaller aeron.term.length, fewer aeron.lanes, or give more memory to the file system of aeron.dir="
                + options.aeronDir() + " (for a container: --shm-size).";
    }

    static boolean isFull(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            if (t instanceof StorageSpaceException
                    || t instanceof ArchiveException archive && archive.errorCode() == ArchiveException.STORAGE_SPACE
                    || text.contains("no space left")
                    || text.contains("insufficient usable storage")
                    || text.contains("storage space")
                    || text.contains("low storage")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDenied(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof AccessDeniedException
                    || String.valueOf(t.getMessage()).contains("Permission denied")) {
                return true;
            }
        }
        return false;
    }

    static EngineException unwritable(String setting, Path path, Throwable cause) {
        return new EngineException(
                setting + "=" + path + " cannot be written (" + plain(cause)
                        + "). Create it for the user of this process, or set " + setting + " to a folder it may write.",
                cause);
    }

    /** The message without Aeron's category in front, of the innermost cause that has one. */
    static String plain(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
        if (innermost instanceof AeronException) {
            text = text.replaceFirst("^(FATAL|ERROR|WARN) - ", "");
        }
        return innermost instanceof java.nio.file.FileSystemException
                ? innermost.getClass().getSimpleName().replace("Exception", "") + " " + text
                : text;
    }
}
