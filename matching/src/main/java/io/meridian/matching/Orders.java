package io.meridian.matching;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/** The orders of a book, in arrays, and the queues they stand in. Places are used again; nothing is allocated but to grow. */
final class Orders {
    static final int NONE = -1;

    private static final int MISSING = -1;

    private final Long2LongHashMap places;
    long[] id;
    long[] owner;
    long[] quantity;
    long[] leaves;
    /** 0 where there is none. */
    long[] limit;

    long[] stop;
    int[] next;
    int[] previous;
    /** Of the queue, so that an order finds its own. */
    Ladder[] ladder;

    byte[] side;
    byte[] type;
    byte[] force;
    boolean[] postOnly;
    private int used;
    private int free = NONE;

    Orders(int expected) {
        int capacity = Math.max(16, expected);
        places = new Long2LongHashMap(capacity * 2, 0.55f, MISSING);
        id = new long[capacity];
        owner = new long[capacity];
        quantity = new long[capacity];
        leaves = new long[capacity];
        limit = new long[capacity];
        stop = new long[capacity];
        next = new int[capacity];
        previous = new int[capacity];
        ladder = new Ladder[capacity];
        side = new byte[capacity];
        type = new byte[capacity];
        force = new byte[capacity];
        postOnly = new boolean[capacity];
    }

    int find(long orderId) {
        return (int) places.get(orderId);
    }

    int count() {
        return places.size();
    }

    int add(long orderId) {
        int order = free;
        if (order != NONE) {
            free = next[order];
        } else {
            order = used++;
            if (order == id.length) {
                grow();
            }
        }
        id[order] = orderId;
        next[order] = NONE;
        previous[order] = NONE;
        ladder[order] = null;
        places.put(orderId, order);
        return order;
    }

    void remove(int order) {
        places.remove(id[order]);
        next[order] = free;
        free = order;
    }

    private void grow() {
        int length = id.length * 2;
        id = Arrays.copyOf(id, length);
        owner = Arrays.copyOf(owner, length);
        quantity = Arrays.copyOf(quantity, length);
        leaves = Arrays.copyOf(leaves, length);
        limit = Arrays.copyOf(limit, length);
        stop = Arrays.copyOf(stop, length);
        next = Arrays.copyOf(next, length);
        previous = Arrays.copyOf(previous, length);
        ladder = Arrays.copyOf(ladder, length);
        side = Arrays.copyOf(side, length);
        type = Arrays.copyOf(type, length);
        force = Arrays.copyOf(force, length);
        postOnly = Arrays.copyOf(postOnly, length);
    }
}
