package io.meridian.storage;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.MarketRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Rows on their way into a store, in the order in which they came. Filled, stored, {@linkplain #clear cleared} and filled again: rows are made
 * only while it grows. For one thread at a time.
 */
public final class RowBatch {
    /** The sequence of a row that came by no message: numbers of messages begin at 1. */
    public static final long IMPORTED = 0;

    private final Map<DataKind, Part> parts = new EnumMap<>(DataKind.class);
    private int size;
    private long edition;

    /** The rows of one kind. */
    public static final class Part {
        private final List<Slot> slots = new ArrayList<>();
        private int count;

        private Part() {}

        public int size() {
            return count;
        }

        public MarketRow row(int index) {
            return slot(index).row;
        }

        /** Which instance published it. */
        public int source(int index) {
            return slot(index).source;
        }

        /** Its number among the messages of its source and topic, or {@link #IMPORTED}. */
        public long sequence(int index) {
            return slot(index).sequence;
        }

        private Slot slot(int index) {
            if (index >= count) {
                throw new IndexOutOfBoundsException("row=" + index + " of rows=" + count);
            }
            return slots.get(index);
        }
    }

    private static final class Slot {
        private final MarketRow row;
        private int source;
        private long sequence;

        private Slot(DataKind kind) {
            row = new MarketRow(kind);
        }
    }

    public RowBatch() {
        for (DataKind kind : DataKind.values()) {
            parts.put(kind, new Part());
        }
    }

    /** A row to fill. It is of the batch once it is {@linkplain #accept accepted}; until then it is given again. */
    public MarketRow next(DataKind kind) {
        Part part = parts.get(kind);
        if (part.count == part.slots.size()) {
            part.slots.add(new Slot(kind));
        }
        return part.slots.get(part.count).row;
    }

    /** Takes the row that {@link #next} gave. */
    public void accept(DataKind kind, int source, long sequence) {
        Part part = parts.get(kind);
        Slot slot = part.slots.get(part.count++);
        slot.source = source;
        slot.sequence = sequence;
        size++;
        edition++;
    }

    public Part of(DataKind kind) {
        return parts.get(kind);
    }

    /** How many rows of all kinds. */
    public int size() {
        return size;
    }

    /** Changes whenever the rows do: by this a store knows a batch that it is given again. */
    public long edition() {
        return edition;
    }

    public void clear() {
        parts.values().forEach(part -> part.count = 0);
        size = 0;
        edition++;
    }
}
