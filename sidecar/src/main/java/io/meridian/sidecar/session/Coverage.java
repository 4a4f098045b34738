package io.meridian.sidecar.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongLongConsumer;

/**
 * Which messages of one subscription a plugin's state holds the effect of: of each source and topic, all up to a sequence,
 * save some. Not changed once it is given to others.
 */
final class Coverage {
    static final Coverage NONE = new Coverage();

    private final Long2LongHashMap upTo = new Long2LongHashMap(0);
    private final KeyedSequences except = new KeyedSequences();

    /** One number for a source and a topic. */
    static long key(long topicHash, int source) {
        return topicHash ^ source * 0x9E3779B97F4A7C15L;
    }

    boolean holds(long key, long sequence) {
        return sequence <= upTo.get(key) && !except.contains(key, sequence);
    }

    /** The highest sequence it holds of this source and topic; 0 for none. */
    long upTo(long key) {
        return upTo.get(key);
    }

    void forEachUpTo(LongLongConsumer each) {
        upTo.forEachLong(each);
    }

    void forEachExcept(LongLongConsumer each) {
        except.forEach(each);
    }

    /** While it is made: all up to this one, save those that {@link #except} names. */
    void raise(long key, long sequence) {
        if (sequence > upTo.get(key)) {
            upTo.put(key, sequence);
        }
    }

    /** While it is made: not this one. */
    void except(long key, long sequence) {
        if (sequence <= upTo.get(key)) {
            except.add(key, sequence);
        }
    }

    /** Ends the making: what is left out at the upper end needs no mention. */
    Coverage trimmed() {
        for (Long2LongHashMap.EntryIterator each = upTo.entrySet().iterator(); each.hasNext(); ) {
            each.next();
            long top = each.getLongValue();
            while (except.remove(each.getLongKey(), top)) {
                top--;
            }
            if (top == 0) {
                each.remove();
            } else if (top < each.getLongValue()) {
                each.setValue(top);
            }
        }
        return this;
    }

    /** As bytes that {@link #read(byte[])} takes. */
    static byte[] write(Map<String, Coverage> byName) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(byName.size());
            for (Map.Entry<String, Coverage> each : byName.entrySet()) {
                out.writeUTF(each.getKey());
                each.getValue().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutputStream out) throws IOException {
        writePairs(out, upTo.size(), upTo::forEachLong);
        int[] count = {0};
        except.forEach((key, sequence) -> count[0]++);
        writePairs(out, count[0], except::forEach);
    }

    private static void writePairs(DataOutputStream out, int count, Consumer<LongLongConsumer> pairs)
            throws IOException {
        out.writeInt(count);
        pairs.accept((key, sequence) -> {
            try {
                out.writeLong(key);
                out.writeLong(sequence);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to memory: " + e.getMessage(), e);
            }
        });
    }

    /**
     * What the state holds of each subscription.
     *
     * @throws IllegalArgumentException when these are not such bytes
     */
    static Map<String, Coverage> read(byte[] bytes) {
        Map<String, Coverage> byName = new HashMap<>();
        if (bytes.length == 0) {
            return byName;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int names = in.readInt(); names > 0; names--) {
                Coverage read = new Coverage();
                byName.put(in.readUTF(), read);
                readPairs(in, read::raise);
                readPairs(in, read::except);
            }
            return byName;
        } catch (IOException e) {
            throw new IllegalArgumentException("the list of what the state holds is cut: " + e.getMessage(), e);
        }
    }

    private static void readPairs(DataInputStream in, LongLongConsumer pairs) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            pairs.accept(in.readLong(), in.readLong());
        }
    }
}
