package io.meridian.audit.verify;

import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.Hashes;
import io.meridian.audit.log.MerkleBatch;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.verify.Finding.Kind;
import java.util.Arrays;

/** Follows the chain from record to record and from checkpoint to checkpoint, and says what broke it. */
final class ChainCheck {
    private final Seals seals;
    private final Findings findings;
    private final Hashes hashes = new Hashes();
    private final MerkleBatch batch = new MerkleBatch();
    private final byte[] scratch = new byte[RecordLayout.HASH];
    private final byte[] root = new byte[RecordLayout.HASH];
    /** The hash of the record before, as it is written there. */
    private final byte[] before = new byte[RecordLayout.HASH];
    /** What the hash of the record before should be, when it is not. */
    private final byte[] computed = new byte[RecordLayout.HASH];

    private long next;
    /** Where the batch began; -1: not at its beginning, so that its root cannot be computed. */
    private long batchFrom;
    /** A record of the batch does not follow from the one before it; -1: none. */
    private long brokenAt = -1;

    private String brokenPlace;
    private boolean rewritten;
    private boolean isFirstUnknown;
    /** The head of the first record, when what is before it is gone. */
    private byte[] firstRecord;

    ChainCheck(Seals seals, Findings findings) {
        this.seals = seals;
        this.findings = findings;
    }

    /** Begins in front of a record. Where that is not the very first, the hash before it lies in a file that is gone. */
    void begin(long first) {
        next = first;
        batchFrom = first;
        isFirstUnknown = first > 0;
    }

    /** Whether the first record follows from this hash. */
    boolean beginsBehind(byte[] head) {
        hashes.ofRecord(head, firstRecord, 0, scratch, 0);
        return Arrays.equals(
                scratch, 0, scratch.length, firstRecord, RecordLayout.HEAD - RecordLayout.HASH, RecordLayout.HEAD);
    }

    /** The index that the next record should have. */
    long next() {
        return next;
    }

    /** Whether the record has its index in truth, though another is written in it. */
    boolean isNextByHash(RecordView record) {
        byte[] head = Arrays.copyOfRange(
                record.bytes(), record.offset(), record.offset() + RecordLayout.HEAD + record.bodyLength());
        for (int i = 0; i < Long.BYTES; i++) {
            head[8 + i] = (byte) (next >>> (8 * i));
        }
        hashes.ofRecord(before, head, 0, scratch, 0);
        return Arrays.equals(
                scratch, 0, scratch.length, record.bytes(), record.hashOffset(), record.hashOffset() + scratch.length);
    }

    /** The record of index {@link #next}. */
    void follow(RecordView record, boolean numberIsWrong, String place) {
        boolean body = record.hasItsBody(hashes, scratch);
        boolean padded = record.isPaddedWithZeros();
        if (!body) {
            findings.addOf(
                    Kind.EDITED, next, place, "the body of record " + next + " is not the one that was recorded");
        } else if (!padded) {
            findings.addOf(Kind.EDITED, next, place, "there is something behind the body of record " + next);
        }
        if (numberIsWrong) {
            settleBreak();
            findings.addOf(
                    Kind.RESTAMPED, next, place, "the number of record " + next + " was changed to " + record.index());
        } else if (isFirstUnknown) {
            firstRecord = Arrays.copyOfRange(record.bytes(), record.offset(), record.offset() + RecordLayout.HEAD);
        } else if (!record.follows(hashes, before, scratch)) {
            onBreak(record, body, place);
        } else {
            settleEarlierBreak();
        }
        isFirstUnknown = false;
        System.arraycopy(record.bytes(), record.hashOffset(), before, 0, RecordLayout.HASH);
        next++;
        batch.add(before, 0);
        Checkpoint here = seals.at(next);
        if (here != null) {
            compare(here, place);
        }
    }

    private void onBreak(RecordView record, boolean body, String place) {
        if (brokenAt == next - 1 && followsComputed(record)) {
            findings.add(
                    new Finding(Kind.EDITED, brokenAt, brokenPlace, "the hash of record " + brokenAt + " was changed"));
            brokenAt = -1;
            batchFrom = -1;
            return;
        }
        settleBreak();
        if (!body) {
            // It is told already: its body, or the hash of it.
            batchFrom = -1;
            return;
        }
        hashes.ofRecord(before, record.bytes(), record.offset(), computed, 0);
        brokenAt = next;
        brokenPlace = place;
    }

    private boolean followsComputed(RecordView record) {
        return record.follows(hashes, computed, scratch);
    }

    /** The records after it follow: it is decided when the checkpoint comes. */
    private void settleEarlierBreak() {
        if (brokenAt >= 0 && brokenAt < next - 1 && batchFrom < 0) {
            settleBreak();
        }
    }

    /** No checkpoint tells which of two records was changed. */
    private void settleBreak() {
        if (brokenAt >= 0) {
            findings.add(new Finding(
                    Kind.RESTAMPED,
                    brokenAt,
                    brokenPlace,
                    "time, kind or clock of record " + brokenAt + " is not what was recorded, or record "
                            + (brokenAt - 1) + " was changed and hashed anew"));
            brokenAt = -1;
        }
    }

    private void compare(Checkpoint checkpoint, String place) {
        boolean isWhole = batchFrom >= 0 && batchFrom == checkpoint.from();
        if (isWhole) {
            batch.root(root);
            boolean sameRoot = Arrays.equals(root, checkpoint.rootBytes());
            if (brokenAt >= 0) {
                findings.add(
                        sameRoot
                                ? new Finding(
                                        Kind.RESTAMPED,
                                        brokenAt,
                                        brokenPlace,
                                        "time, kind or clock of record " + brokenAt + " is not what was recorded")
                                : new Finding(
                                        Kind.EDITED,
                                        brokenAt - 1,
                                        brokenPlace,
                                        "record " + (brokenAt - 1) + " was changed and hashed anew"));
                brokenAt = -1;
            } else if (!sameRoot) {
                rewritten(checkpoint, place);
            }
        } else {
            settleBreak();
            if (!Arrays.equals(before, checkpoint.headBytes())) {
                rewritten(checkpoint, place);
            }
        }
        batch.clear();
        batchFrom = next;
    }

    private void rewritten(Checkpoint checkpoint, String place) {
        // From there on no checkpoint fits.
        if (!rewritten) {
            rewritten = true;
            findings.add(new Finding(
                    Kind.REWRITTEN,
                    checkpoint.from(),
                    place,
                    "the chain is another than the one that was signed, beginning with one of the records "
                            + checkpoint.from() + " to " + (checkpoint.count() - 1)));
        }
    }

    /** Records are missing, or others are between: the chain is taken up again at this record. */
    void jump(RecordView record, String place) {
        settleBreak();
        checkBody(record, place);
        System.arraycopy(record.bytes(), record.hashOffset(), before, 0, RecordLayout.HASH);
        next = record.index() + 1;
        batch.clear();
        batchFrom = seals.mayHave(next) ? next : -1;
    }

    /** Of a record that is not in its place. */
    void checkBody(RecordView record, String place) {
        if (!record.hasItsBody(hashes, scratch)) {
            findings.add(new Finding(
                    Kind.EDITED,
                    record.index(),
                    place,
                    "the body of record " + record.index() + " is not the one that was recorded"));
        }
    }

    void end() {
        settleBreak();
    }
}
