package io.meridian.audit.log;

import static io.meridian.audit.log.RecordLayout.HASH;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of what a log hashes. Reused, without allocation; for one thread. */
public final class Hashes {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest;

    public Hashes() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of some bytes. */
    public void of(byte[] bytes, int offset, int length, byte[] into, int at) {
        digest.update(bytes, offset, length);
        end(into, at);
    }

    /** Of a record: the hash before it, then its head. */
    public void ofRecord(byte[] before, byte[] record, int offset, byte[] into, int at) {
        digest.update(before, 0, HASH);
        digest.update(record, offset, RecordLayout.RECORD_HASH);
        end(into, at);
    }

    /** Of a leaf of a Merkle tree. Leaves and nodes begin differently, so that none can pass for the other. */
    void ofLeaf(byte[] leaf, int offset, byte[] into, int at) {
        digest.update(LEAF);
        digest.update(leaf, offset, HASH);
        end(into, at);
    }

    /** Of the node above two others. */
    void ofNode(byte[] left, int leftAt, byte[] right, int rightAt, byte[] into, int at) {
        digest.update(NODE);
        digest.update(left, leftAt, HASH);
        digest.update(right, rightAt, HASH);
        end(into, at);
    }

    private void end(byte[] into, int at) {
        try {
            digest.digest(into, at, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("there is room for a hash", e);
        }
    }
}
