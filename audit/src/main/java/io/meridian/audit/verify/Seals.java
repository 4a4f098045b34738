package io.meridian.audit.verify;

import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.verify.Finding.Kind;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The checkpoints of a log and of its second place, each checked against the key. A signature takes as long as the records that it stands for, so they are
 * checked by a thread of their own, in their order, while the records are read. For one thread otherwise.
 */
final class Seals implements AutoCloseable {
    private static final String BEGINNING = "meridian-audit-1 ";
    private static final int SHORTEST_LINE = 250;

    /** By how many records they count; those that the second place keeps before those of the log. */
    private final TreeMap<Long, List<Claim>> claims = new TreeMap<>();

    private final Map<Checkpoint, CompletableFuture<Boolean>> signatures = new HashMap<>();
    private final ExecutorService checker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("audit-signatures").daemon().factory());
    private final PublicKey key;
    private final String keyId;
    private final Consumer<Finding> findings;
    private String log;

    /** @param place where it says so */
    private record Claim(Checkpoint checkpoint, String place) {}

    /** @param log its id as its folder says; null: as the first checkpoint says */
    Seals(PublicKey key, String log, Consumer<Finding> findings) {
        this.key = key;
        this.log = log;
        this.findings = findings;
        keyId = SigningKey.idOf(key);
    }

    /**
     * @param own the lines of the log's folder
     * @param second those of the second place; null: it is not looked at
     */
    void read(List<String> own, List<String> second) {
        List<Claim> here = parse(own, LogFolder.CHECKPOINTS);
        List<Claim> there = second == null ? List.of() : parse(second, "the second place");
        // What was kept out of reach is believed.
        there.forEach(this::claim);
        here.forEach(this::claim);
        claims.values()
                .forEach(all -> all.forEach(each -> signatures.computeIfAbsent(
                        each.checkpoint(), one -> CompletableFuture.supplyAsync(() -> one.isSignedBy(key), checker))));
        if (second != null) {
            compare(byCount(here), byCount(there));
        }
    }

    private void claim(Claim claim) {
        claims.computeIfAbsent(claim.checkpoint().count(), count -> new ArrayList<>())
                .add(claim);
    }

    private static TreeMap<Long, Checkpoint> byCount(List<Claim> all) {
        TreeMap<Long, Checkpoint> found = new TreeMap<>();
        all.forEach(each -> found.putIfAbsent(each.checkpoint().count(), each.checkpoint()));
        return found;
    }

    private void compare(TreeMap<Long, Checkpoint> here, TreeMap<Long, Checkpoint> there) {
        there.forEach((count, checkpoint) -> {
            Checkpoint mine = here.get(count);
            if (mine == null) {
                findings.accept(new Finding(
                        Kind.MISSING_CHECKPOINT,
                        count - 1,
                        LogFolder.CHECKPOINTS,
                        "the second place keeps a checkpoint of " + count + " records that the log does not have"));
            } else if (!mine.equals(checkpoint)) {
                findings.accept(new Finding(
                        Kind.FORGED_CHECKPOINT,
                        count - 1,
                        LogFolder.CHECKPOINTS,
                        "the checkpoint of " + count + " records is not the one that the second place keeps"));
            }
        });
        long until = there.isEmpty() ? 0 : there.lastKey();
        // Later ones may not have got there yet.
        here.headMap(until, true).keySet().stream()
                .filter(count -> !there.containsKey(count))
                .forEach(count -> findings.accept(new Finding(
                        Kind.MISSING_CHECKPOINT,
                        count - 1,
                        "the second place",
                        "the log has a checkpoint of " + count + " records that the second place does not keep")));
    }

    private List<Claim> parse(List<String> lines, String place) {
        List<Claim> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Checkpoint checkpoint = Checkpoint.parse(lines.get(i));
            if (checkpoint != null) {
                log = log == null ? checkpoint.log() : log;
                read.add(new Claim(checkpoint, place));
            } else if (!lines.get(i).isBlank() && !isCut(lines.get(i))) {
                forged(-1, place, "line " + (i + 1) + " is no checkpoint");
            }
        }
        return read;
    }

    /** A crash may have cut a line, which was then written again as a whole. */
    private static boolean isCut(String line) {
        return line.length() < SHORTEST_LINE
                && line.startsWith(BEGINNING.substring(0, Math.min(BEGINNING.length(), line.length())));
    }

    private void forged(long index, String place, String text) {
        findings.accept(new Finding(Kind.FORGED_CHECKPOINT, index, place, text));
    }

    private boolean isGood(Checkpoint checkpoint) {
        return checkpoint.log().equals(log) && signatures.get(checkpoint).join();
    }

    /** The good one that counts so many records; null: there is none. Waits for its signature. */
    Checkpoint at(long count) {
        for (Claim each : claims.getOrDefault(count, List.of())) {
            if (isGood(each.checkpoint())) {
                return each.checkpoint();
            }
        }
        return null;
    }

    /** Whether there may be a good one of so many records. */
    boolean mayHave(long count) {
        return claims.containsKey(count);
    }

    /** How many records the last good one counts; 0: there is none. */
    long sealed() {
        for (long count : claims.descendingKeySet()) {
            if (at(count) != null) {
                return count;
            }
        }
        return 0;
    }

    /** Tells of each that is not good, and of two that are and differ. */
    void tell() {
        claims.forEach((count, all) -> {
            Checkpoint first = null;
            for (Claim each : all) {
                Checkpoint checkpoint = each.checkpoint();
                if (!checkpoint.log().equals(log)) {
                    forged(count - 1, each.place(), what(count) + "is of another log, " + checkpoint.log());
                } else if (!signatures.get(checkpoint).join()) {
                    forged(
                            count - 1,
                            each.place(),
                            what(count)
                                    + (checkpoint.key().equals(keyId)
                                            ? "says something else than was signed"
                                            : "was signed with another key, " + checkpoint.key() + " instead of "
                                                    + keyId));
                } else if (first != null && !first.head().equals(checkpoint.head())) {
                    findings.accept(new Finding(
                            Kind.REWRITTEN,
                            count - 1,
                            each.place(),
                            "two signed checkpoints of " + count + " records differ: the log was rewritten by who has"
                                    + " the key"));
                } else {
                    first = checkpoint;
                }
            }
        });
    }

    private static String what(long count) {
        return "the checkpoint of " + count + " records ";
    }

    /** How many signatures were checked. */
    long checked() {
        return signatures.size();
    }

    String log() {
        return log;
    }

    @Override
    public void close() {
        checker.shutdownNow();
    }
}
