package io.meridian.audit;

import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.CheckpointPlace;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes logs and checks them: {@code log}, {@code key} and {@code second} within a folder. */
public final class Logs {
    /** Many files and checkpoints with few records. */
    public static final LogOptions SMALL = new LogOptions("main", 40_000, 100, TimeUnit.SECONDS.toNanos(100));

    private Logs() {}

    public static LogFolder log(Path folder) {
        return new LogFolder(folder.resolve("log"));
    }

    public static SigningKey key(Path folder) {
        return SigningKey.in(folder.resolve("key"));
    }

    public static Path second(Path folder) {
        return folder.resolve("second");
    }

    public static AuditLog open(Path folder) {
        return open(folder, new FolderPlace(second(folder)));
    }

    public static AuditLog open(Path folder, CheckpointPlace place) {
        return new AuditLog(log(folder), key(folder), place, SMALL, SystemEpochNanoClock.INSTANCE, segment -> {});
    }

    /** Appends records of various lengths with numbers from, from + 1 and so on in their bodies. */
    public static void append(AuditLog log, int from, int count) {
        for (int i = from; i < from + count; i++) {
            UnsafeBuffer body = new UnsafeBuffer(body(i));
            log.append((byte) 1, body, 0, body.capacity());
        }
    }

    public static byte[] body(int number) {
        return ("record " + number + " " + "x".repeat(number * 7 % 90)).getBytes(StandardCharsets.US_ASCII);
    }

    /** A log of so many records, whole and closed. */
    public static void write(Path folder, int count) {
        try (AuditLog log = open(folder)) {
            append(log, 0, count);
        }
    }

    public static Verification verify(Path folder) {
        return new Verifier(log(folder), key(folder).publicKey(), second(folder), records -> {}).verify();
    }
}
