package io.meridian.audit.log;

import static io.meridian.audit.log.RecordLayout.HASH;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree over the hashes of a batch of records, built as they come: it keeps one node of each height, so that a batch of any length takes
 * little room. A tree whose count is no power of two has its full trees joined from the right, as in RFC 6962. Reused; for one thread.
 */
public final class MerkleBatch {
    private static final int MOST_HEIGHTS = 48;

    private final Hashes hashes = new Hashes();
    private final byte[] nodes = new byte[MOST_HEIGHTS * HASH];
    private final byte[] node = new byte[HASH];
    private long count;

    /** Begins anew. */
    public void clear() {
        count = 0;
    }

    public long count() {
        return count;
    }

    /** Adds the hash of the next record. */
    public void add(byte[] hash, int offset) {
        hashes.ofLeaf(hash, offset, node, 0);
        int height = 0;
        for (long full = count; (full & 1) == 1; full >>= 1) {
            hashes.ofNode(nodes, height * HASH, node, 0, node, 0);
            height++;
        }
        System.arraycopy(node, 0, nodes, height * HASH, HASH);
        count++;
    }

    /** The root over all that was added: of none, zeros. */
    public void root(byte[] into) {
        boolean begun = false;
        java.util.Arrays.fill(into, (byte) 0);
        for (int height = 0; height < MOST_HEIGHTS; height++) {
            if ((count >> height & 1) == 0) {
                continue;
            }
            if (begun) {
                hashes.ofNode(nodes, height * HASH, into, 0, into, 0);
            } else {
                System.arraycopy(nodes, height * HASH, into, 0, HASH);
                begun = true;
            }
        }
    }

    /**
     * What proves that one record is in a batch: the nodes beside the way from it to the root.
     *
     * @param leaves the hashes of all records of the batch
     */
    public static List<byte[]> path(List<byte[]> leaves, int which) {
        List<byte[]> path = new ArrayList<>();
        collect(leaves, which, path);
        return path;
    }

    private static void collect(List<byte[]> leaves, int which, List<byte[]> path) {
        if (leaves.size() == 1) {
            return;
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        boolean left = which < split;
        List<byte[]> own = left ? leaves.subList(0, split) : leaves.subList(split, leaves.size());
        List<byte[]> other = left ? leaves.subList(split, leaves.size()) : leaves.subList(0, split);
        collect(own, left ? which : which - split, path);
        path.add(rootOf(other));
    }

    private static byte[] rootOf(List<byte[]> leaves) {
        MerkleBatch batch = new MerkleBatch();
        leaves.forEach(leaf -> batch.add(leaf, 0));
        byte[] root = new byte[HASH];
        batch.root(root);
        return root;
    }

    /** The root that a record and its path lead to. */
    public static byte[] rootFrom(byte[] leaf, long which, long count, List<byte[]> path) {
        Hashes hashes = new Hashes();
        byte[] node = new byte[HASH];
        hashes.ofLeaf(leaf, 0, node, 0);
        boolean[] isRight = turns(which, count);
        if (isRight.length != path.size()) {
            return new byte[HASH];
        }
        for (int i = 0; i < path.size(); i++) {
            byte[] beside = path.get(i);
            if (isRight[i]) {
                hashes.ofNode(beside, 0, node, 0, node, 0);
            } else {
                hashes.ofNode(node, 0, beside, 0, node, 0);
            }
        }
        return node;
    }

    /** From the record up: whether it is in the right half. */
    private static boolean[] turns(long which, long count) {
        List<Boolean> down = new ArrayList<>();
        long place = which;
        for (long size = count; size > 1; ) {
            long split = Long.highestOneBit(size - 1);
            boolean right = place >= split;
            down.add(right);
            place = right ? place - split : place;
            size = right ? size - split : split;
        }
        boolean[] up = new boolean[down.size()];
        for (int i = 0; i < up.length; i++) {
            up[i] = down.get(up.length - 1 - i);
        }
        return up;
    }
}
