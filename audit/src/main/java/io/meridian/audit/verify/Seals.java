package io.meridian.audit.verify;

import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.verify.Finding.Kind;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The checkpoints of a log and of its second place, each checked against the key. */
final class Seals {
    /** By how many records they count. */
    private final TreeMap<Long, Checkpoint> good = new TreeMap<>();

    private final PublicKey key;
    private final String keyId;
    private final Consumer<Finding> findings;
    private long checked;
    private String log;

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
        Map<Long, Checkpoint> here = parse(own, LogFolder.CHECKPOINTS);
        if (second == null) {
            return;
        }
        Map<Long, Checkpoint> there = parse(second, "the second place");
        long until = there.isEmpty() ? 0 : ((TreeMap<Long, Checkpoint>) there).lastKey();
        there.forEach((count, checkpoint) -> {
            Checkpoint mine = here.get(count);
            if (mine == null) {
                findings.accept(new Finding(
                        Kind.MISSING_CHECKPOINT,
                        count - 1,
                        LogFolder.CHECKPOINTS,
                        "the second place keeps a checkpoint of " + count + " records that the log does not have"));
            } else if (!mine.line().equals(checkpoint.line())) {
                findings.accept(new Finding(
                        Kind.FORGED_CHECKPOINT,
                        count - 1,
                        LogFolder.CHECKPOINTS,
                        "the checkpoint of " + count + " records is not the one that the second place keeps"));
            }
            // What was kept out of reach is believed.
            good.put(count, checkpoint);
        });
        here.forEach((count, checkpoint) -> {
            // Later ones may not have got there yet.
            if (count <= until && !there.containsKey(count)) {
                findings.accept(new Finding(
                        Kind.MISSING_CHECKPOINT,
                        count - 1,
                        "the second place",
                        "the log has a checkpoint of " + count + " records that the second place does not keep"));
            }
        });
    }

    private TreeMap<Long, Checkpoint> parse(List<String> lines, String place) {
        List<Checkpoint> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Checkpoint checkpoint = Checkpoint.parse(lines.get(i));
            // A crash may have cut a line, which was then written again as a whole.
            if (checkpoint != null) {
                read.add(checkpoint);
            } else if (!lines.get(i).isBlank() && !isCut(lines, i)) {
                forged(-1, place, "line " + (i + 1) + " is no checkpoint");
            }
        }
        boolean[] signed = new boolean[read.size()];
        java.util.stream.IntStream.range(0, signed.length)
                .parallel()
                .forEach(i -> signed[i] = isKnown(read.get(i)) || read.get(i).isSignedBy(key));
        checked += signed.length;
        TreeMap<Long, Checkpoint> all = new TreeMap<>();
        for (int i = 0; i < signed.length; i++) {
            take(read.get(i), signed[i], place, all);
        }
        return all;
    }

    /** The same line was checked before. */
    private boolean isKnown(Checkpoint checkpoint) {
        return checkpoint.equals(good.get(checkpoint.count()));
    }

    private static boolean isCut(List<String> lines, int at) {
        return lines.get(at)
                        .startsWith("meridian-audit-1 "
                                .substring(0, Math.min(17, lines.get(at).length())))
                && lines.get(at).length() < 250;
    }

    private void take(Checkpoint checkpoint, boolean signed, String place, Map<Long, Checkpoint> all) {
        String what = "the checkpoint of " + checkpoint.count() + " records ";
        if (log == null) {
            log = checkpoint.log();
        }
        if (!signed) {
            forged(
                    checkpoint.count() - 1,
                    place,
                    what
                            + (checkpoint.key().equals(keyId)
                                    ? "says something else than was signed"
                                    : "was signed with another key, " + checkpoint.key() + " instead of " + keyId));
        } else if (!checkpoint.log().equals(log)) {
            forged(checkpoint.count() - 1, place, what + "is of another log, " + checkpoint.log());
        } else {
            Checkpoint before = all.putIfAbsent(checkpoint.count(), checkpoint);
            if (before != null && !before.head().equals(checkpoint.head())) {
                findings.accept(new Finding(
                        Kind.REWRITTEN,
                        checkpoint.count() - 1,
                        place,
                        "two signed checkpoints of " + checkpoint.count() + " records differ: the log was rewritten by"
                                + " who has the key"));
            }
            good.putIfAbsent(checkpoint.count(), checkpoint);
        }
    }

    private void forged(long index, String place, String text) {
        findings.accept(new Finding(Kind.FORGED_CHECKPOINT, index, place, text));
    }

    /** The good ones by their counts. */
    TreeMap<Long, Checkpoint> good() {
        return good;
    }

    long checked() {
        return checked;
    }

    String log() {
        return log;
    }
}
