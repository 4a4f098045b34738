package io.meridian.cluster.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What nodes say to each other about a map. The first three find out what differs, the last two mend it. */
sealed interface Saying {
    String map();

    /** What the sums of all that I have come to. Who has the same says the same. */
    record Root(String map, long root, boolean isAnswer) implements Saying {}

    /** To one whose root differs: the sums of my segments. */
    record Segments(String map, long[] sums) implements Saying {}

    /** In the segments that differ I have these. */
    record Keys(String map, BitSet segments, Map<String, Long> sums) implements Saying {}

    /** Of these I want the values. */
    record Wants(String map, Set<String> keys) implements Saying {}

    /** These are the values. @param isRepair whether the other lacked them; otherwise they were just written */
    record Values(String map, boolean isRepair, Map<String, byte[]> values) implements Saying {}

    default byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (this) {
                case Root root -> {
                    begin(out, 'R');
                    out.writeLong(root.root());
                    out.writeBoolean(root.isAnswer());
                }
                case Segments segments -> {
                    begin(out, 'S');
                    for (long sum : segments.sums()) {
                        out.writeLong(sum);
                    }
                }
                case Keys keys -> {
                    begin(out, 'K');
                    byte[] bits = keys.segments().toByteArray();
                    out.writeByte(bits.length);
                    out.write(bits);
                    out.writeInt(keys.sums().size());
                    for (Map.Entry<String, Long> each : keys.sums().entrySet()) {
                        out.writeUTF(each.getKey());
                        out.writeLong(each.getValue());
                    }
                }
                case Wants wants -> {
                    begin(out, 'W');
                    out.writeInt(wants.keys().size());
                    for (String key : wants.keys()) {
                        out.writeUTF(key);
                    }
                }
                case Values values -> {
                    begin(out, 'V');
                    out.writeBoolean(values.isRepair());
                    out.writeInt(values.values().size());
                    for (Map.Entry<String, byte[]> each : values.values().entrySet()) {
                        out.writeUTF(each.getKey());
                        out.writeInt(each.getValue().length);
                        out.write(each.getValue());
                    }
                }
            }
        } catch (IOException tooLong) {
            throw new UncheckedIOException(tooLong);
        }
        return bytes.toByteArray();
    }

    private void begin(DataOutputStream out, char kind) throws IOException {
        out.writeByte(kind);
        out.writeUTF(map());
    }

    /** @throws IOException when it is none */
    static Saying decode(byte[] message) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
        int kind = in.readByte();
        String map = in.readUTF();
        Saying said = switch (kind) {
            case 'R' -> new Root(map, in.readLong(), in.readBoolean());
            case 'S' -> {
                long[] sums = new long[SharedMap.SEGMENTS];
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = in.readLong();
                }
                yield new Segments(map, sums);
            }
            case 'K' -> {
                byte[] bits = new byte[in.readUnsignedByte()];
                in.readFully(bits);
                Map<String, Long> sums = new TreeMap<>();
                for (int left = Encoding.count(in); left > 0; left--) {
                    sums.put(in.readUTF(), in.readLong());
                }
                yield new Keys(map, BitSet.valueOf(bits), sums);
            }
            case 'W' -> {
                Set<String> keys = new HashSet<>();
                for (int left = Encoding.count(in); left > 0; left--) {
                    keys.add(in.readUTF());
                }
                yield new Wants(map, keys);
            }
            case 'V' -> {
                boolean isRepair = in.readBoolean();
                Map<String, byte[]> values = new LinkedHashMap<>();
                for (int left = Encoding.count(in); left > 0; left--) {
                    String key = in.readUTF();
                    int length = Encoding.count(in);
                    values.put(key, in.readNBytes(length));
                }
                yield new Values(map, isRepair, values);
            }
            default -> throw new IOException("a saying of kind " + kind + " is not known");
        };
        if (in.available() > 0) {
            throw new IOException("it goes on for " + in.available() + " bytes after its end");
        }
        return said;
    }
}
