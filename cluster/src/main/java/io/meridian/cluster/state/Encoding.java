package io.meridian.cluster.state;

import io.meridian.cluster.state.OrSet.Dot;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Values as bytes. Equal values have equal bytes, so that nodes can compare what they have by sums of those. */
final class Encoding {
    private static final Comparator<Dot> DOTS =
            Comparator.comparing(Dot::writer).thenComparingLong(Dot::number);

    private Encoding() {}

    static byte[] encode(Convergent<?> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (value) {
                case Latest latest -> {
                    out.writeByte('L');
                    write(latest, out);
                }
                case LatestFields all -> {
                    out.writeByte('F');
                    out.writeInt(all.fields().size());
                    for (Map.Entry<String, Latest> field : new TreeMap<>(all.fields()).entrySet()) {
                        out.writeUTF(field.getKey());
                        write(field.getValue(), out);
                    }
                }
                case PnCounter counter -> {
                    out.writeByte('C');
                    write(counter.added(), out);
                    write(counter.taken(), out);
                }
                case OrSet set -> {
                    out.writeByte('S');
                    out.writeInt(set.dots().size());
                    for (Map.Entry<String, Set<Dot>> element : new TreeMap<>(set.dots()).entrySet()) {
                        out.writeUTF(element.getKey());
                        List<Dot> dots =
                                element.getValue().stream().sorted(DOTS).toList();
                        out.writeInt(dots.size());
                        for (Dot dot : dots) {
                            out.writeUTF(dot.writer());
                            out.writeLong(dot.number());
                        }
                    }
                    write(set.seen(), out);
                }
            }
        } catch (IOException tooLong) {
            throw new UncheckedIOException(tooLong);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is none */
    static Convergent<?> decode(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 'L' -> latest(in);
            case 'F' -> {
                Map<String, Latest> fields = new HashMap<>();
                for (int left = count(in); left > 0; left--) {
                    fields.put(in.readUTF(), latest(in));
                }
                yield new LatestFields(fields);
            }
            case 'C' -> new PnCounter(counts(in), counts(in));
            case 'S' -> {
                Map<String, Set<Dot>> dots = new HashMap<>();
                for (int left = count(in); left > 0; left--) {
                    String element = in.readUTF();
                    Set<Dot> its = new HashSet<>();
                    for (int more = count(in); more > 0; more--) {
                        its.add(new Dot(in.readUTF(), in.readLong()));
                    }
                    dots.put(element, Set.copyOf(its));
                }
                yield new OrSet(dots, counts(in));
            }
            default -> throw new IOException("a value of kind " + kind + " is not known");
        };
    }

    private static void write(Latest latest, DataOutput out) throws IOException {
        out.writeBoolean(latest.stamp() != null);
        if (latest.stamp() != null) {
            latest.stamp().write(out);
            byte[] text = latest.text() == null ? null : latest.text().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text == null ? -1 : text.length);
            if (text != null) {
                out.write(text);
            }
        }
    }

    private static Latest latest(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return Latest.NONE;
        }
        Stamp stamp = Stamp.read(in);
        int length = in.readInt();
        if (length == -1) {
            return new Latest(null, stamp);
        }
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes where " + in.available() + " are left");
        }
        return new Latest(new String(in.readNBytes(length), StandardCharsets.UTF_8), stamp);
    }

    private static void write(Map<String, Long> counts, DataOutput out) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<String, Long> each : new TreeMap<>(counts).entrySet()) {
            out.writeUTF(each.getKey());
            out.writeLong(each.getValue());
        }
    }

    private static Map<String, Long> counts(DataInputStream in) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        for (int left = count(in); left > 0; left--) {
            String writer = in.readUTF();
            long count = in.readLong();
            if (count < 0) {
                throw new IOException("a count below 0");
            }
            counts.put(writer, count);
        }
        return counts;
    }

    /** How many follow: never more than there are bytes. */
    static int count(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || in instanceof DataInputStream stream && count > stream.available()) {
            throw new IOException("it says that " + count + " follow");
        }
        return count;
    }
}
