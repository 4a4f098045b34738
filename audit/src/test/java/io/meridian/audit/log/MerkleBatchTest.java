package io.meridian.audit.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class MerkleBatchTest {
    /** As RFC 6962 defines it. */
    private static byte[] root(List<byte[]> leaves) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        if (leaves.size() == 1) {
            digest.update((byte) 0);
            return digest.digest(leaves.getFirst());
        }
        int split = 1;
        while (2 * split < leaves.size()) {
            split *= 2;
        }
        byte[] left = root(leaves.subList(0, split));
        byte[] right = root(leaves.subList(split, leaves.size()));
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    @Property(tries = 300)
    void shouldHaveTheRootOfTheStandardAndProveEachLeaf(
            @ForAll @IntRange(min = 1, max = 300) int count, @ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<byte[]> leaves = new ArrayList<>();
        MerkleBatch batch = new MerkleBatch();
        for (int i = 0; i < count; i++) {
            byte[] leaf = new byte[RecordLayout.HASH];
            random.nextBytes(leaf);
            leaves.add(leaf);
            batch.add(leaf, 0);
        }
        byte[] root = new byte[RecordLayout.HASH];
        batch.root(root);
        assertArrayEquals(root(leaves), root);
        assertEquals(count, batch.count());
        int which = random.nextInt(count);
        List<byte[]> path = MerkleBatch.path(leaves, which);
        assertArrayEquals(root, MerkleBatch.rootFrom(leaves.get(which), which, count, path));
        byte[] other = leaves.get(which).clone();
        other[random.nextInt(other.length)] ^= 4;
        assertFalse(Arrays.equals(root, MerkleBatch.rootFrom(other, which, count, path)));
    }
}
