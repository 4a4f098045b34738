package io.meridian.bus.aeron;

import io.aeron.archive.ArchiveMarkFile;
import io.aeron.archive.ArchiveTool;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.CatalogHeaderEncoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.meridian.bus.engine.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Mends the two things that an archive, killed at a bad moment, leaves behind and the next one will not start with.
 * Neither takes away anything of which somebody was told that it is recorded.
 */
final class KilledArchive {
    private static final String CATALOG = "archive.catalog";

    private final AeronOptions options;

    KilledArchive(AeronOptions options) {
        this.options = options;
    }

    /**
     * Mends what keeps an archive from starting.
     *
     * @param refusal what the archive said when it did not start
     * @return false when it is nothing that can be mended here
     */
    boolean mend(RuntimeException refusal) {
        String text = String.valueOf(refusal.getMessage());
        if (text.contains("straddling page boundary")) {
            cutHalfFrames();
            return true;
        }
        if (text.contains("invalid nextRecordingId")) {
            countRecordings();
            return true;
        }
        return false;
    }

    /** Half a frame at the end of a recording that crosses a page. It was never counted as recorded. */
    private void cutHalfFrames() {
        if (!CRC32.class.getModule().isOpen(CRC32.class.getPackageName(), ArchiveTool.class.getModule())) {
            throw new EngineException("the archive in aeron.archive.dir=" + options.archiveDir()
                    + " ends in half a frame, left by a process that was killed, and Aeron's tool cannot cut it off in "
                    + "this JVM. Start it with --add-opens java.base/java.util.zip=ALL-UNNAMED.");
        }
        try {
            Files.deleteIfExists(options.aeronDir().resolve(ArchiveMarkFile.FILENAME));
        } catch (IOException e) {
            throw Failures.unwritable("aeron.dir", options.aeronDir(), e);
        }
        ArchiveTool.verify(
                new PrintStream(OutputStream.nullOutputStream()),
                options.archiveDir().toFile(),
                EnumSet.noneOf(ArchiveTool.VerifyOption.class),
                FrameChecksum.class.getName(),
                file -> true);
    }

    /**
     * A recording is written into the catalog, then counted at its head. Between the two, the last one is in the
     * catalog and not in the count; no frame of it was recorded yet.
     */
    private void countRecordings() {
        Path catalog = options.archiveDir().resolve(CATALOG);
        try (FileChannel file = FileChannel.open(catalog, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            UnsafeBuffer buffer = new UnsafeBuffer(file.map(MapMode.READ_WRITE, 0, file.size()));
            try {
                new CatalogHeaderEncoder().wrap(buffer, 0).nextRecordingId(nextRecording(buffer));
            } finally {
                IoUtil.unmap(buffer.byteBuffer());
            }
        } catch (IOException e) {
            throw Failures.unwritable("aeron.archive.dir", options.archiveDir(), e);
        }
    }

    private static long nextRecording(UnsafeBuffer catalog) {
        int alignment = new CatalogHeaderDecoder()
                .wrap(catalog, 0, CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION)
                .alignment();
        RecordingDescriptorHeaderDecoder header = new RecordingDescriptorHeaderDecoder();
        RecordingDescriptorDecoder recording = new RecordingDescriptorDecoder();
        long next = 0;
        int at = CatalogHeaderDecoder.BLOCK_LENGTH;
        while (at + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH <= catalog.capacity()) {
            header.wrap(
                    catalog,
                    at,
                    RecordingDescriptorHeaderDecoder.BLOCK_LENGTH,
                    RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
            int length = header.length();
            if (length <= 0) {
                break;
            }
            recording.wrap(
                    catalog,
                    at + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH,
                    RecordingDescriptorDecoder.BLOCK_LENGTH,
                    RecordingDescriptorDecoder.SCHEMA_VERSION);
            next = recording.recordingId() + 1;
            at += BitUtil.align(length + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH, alignment);
        }
        return next;
    }
}
