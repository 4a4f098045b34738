package io.meridian.benchmarks;

import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@code ./bench.sh audit}: records appended to the log until all of them are on the disk and signed for, beside the same bytes hashed once each and
 * written to a file without any chain; and a log of them verified.
 */
final class AuditBench {
    /** As long as the message of an order's event. */
    private static final int BODY = 340;

    private static final int BODIES = 1_024;

    private final Pairs pairs;
    private final int records;
    private final long verified;
    private final Path home;
    private final UnsafeBuffer bodies = new UnsafeBuffer(new byte[BODIES * BODY]);
    private final Histogram each = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);

    private AuditBench(boolean quick) throws IOException {
        pairs = new Pairs(quick ? 3 : 9);
        records = quick ? 500_000 : 1_000_000;
        verified = quick ? 1_000_000 : 10_000_000;
        home = Files.createTempDirectory(Path.of("target"), "audit-bench");
        new Random(1).nextBytes(bodies.byteArray());
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        return List.of(
                new Part("audit.append", () -> new AuditBench(quick).measure(report)),
                new Part("audit.tee", () -> TeeBench.measure(quick, report)));
    }

    private void measure(Consumer<Figure> report) throws Exception {
        try {
            report.accept(pairs.compare("audit.append", "rec/s", () -> append(records), this::raw));
            for (double percentile : new double[] {50, 99, 99.9}) {
                String which = ".p" + (percentile == 99.9 ? "99.9" : Integer.toString((int) percentile));
                report.accept(new Figure(
                        "audit.append" + which,
                        "ns",
                        each.getValueAtPercentile(percentile),
                        Double.NaN,
                        Double.NaN,
                        1));
            }
            clear();
            append(verified);
            report.accept(new Pairs(3).alone("audit.verify", "rec/s", this::verify));
        } finally {
            clear();
            Files.delete(home);
        }
    }

    private double append(long count) throws IOException {
        clear();
        each.reset();
        long began = System.nanoTime();
        try (AuditLog log = new AuditLog(
                new LogFolder(home.resolve("log")),
                SigningKey.in(home.resolve("key")),
                new FolderPlace(home.resolve("second")),
                LogOptions.DEFAULT,
                SystemEpochNanoClock.INSTANCE,
                segment -> {})) {
            for (long i = 0; i < count; i++) {
                long before = System.nanoTime();
                log.append((byte) 1, bodies, (int) (i % BODIES) * BODY, BODY);
                each.recordValue(System.nanoTime() - before);
            }
        }
        return count * 1e9 / (System.nanoTime() - began);
    }

    private double raw() throws Exception {
        clear();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 20];
        byte[] hash = new byte[32];
        int used = 0;
        long began = System.nanoTime();
        try (FileChannel file =
                FileChannel.open(home.resolve("raw"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < records; i++) {
                if (used + BODY + hash.length > buffer.length) {
                    write(file, buffer, used);
                    used = 0;
                }
                int at = i % BODIES * BODY;
                digest.update(bodies.byteArray(), at, BODY);
                digest.digest(hash, 0, hash.length);
                System.arraycopy(bodies.byteArray(), at, buffer, used, BODY);
                System.arraycopy(hash, 0, buffer, used + BODY, hash.length);
                used += BODY + hash.length;
            }
            write(file, buffer, used);
            file.force(false);
        }
        return records * 1e9 / (System.nanoTime() - began);
    }

    private static void write(FileChannel file, byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    private double verify() {
        long began = System.nanoTime();
        Verification found = new Verifier(
                        new LogFolder(home.resolve("log")),
                        SigningKey.in(home.resolve("key")).publicKey(),
                        home.resolve("second"),
                        done -> {})
                .verify();
        if (!found.isGood() || found.records() != verified || found.sealed() != verified) {
            throw new IllegalStateException("an honest log is not good: " + found);
        }
        return verified * 1e9 / (System.nanoTime() - began);
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(home)) {
                    Files.delete(file);
                }
            }
        }
    }
}
