package io.meridian.sdk.record;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One thing that a plugin saw or said.
 *
 * @param place  its number in the recording, from 1; 0 for one that is in none
 * @param timeNs of the input, or of that which led to the output; epoch nanoseconds
 * @param values of the fields of its kind, in their order
 */
public record Entry(Kind kind, long place, long timeNs, List<Object> values) {
    /** One that is in no recording. A text that is null counts as empty, as it does in a recording. */
    public static Entry of(Kind kind, long timeNs, Object... values) {
        return new Entry(
                kind,
                0,
                timeNs,
                Arrays.stream(values).map(value -> value == null ? "" : value).toList());
    }

    public long number(String field) {
        return (Long) values.get(kind.index(field));
    }

    /** Of a yes or no. */
    public boolean is(String field) {
        return number(field) != 0;
    }

    public String text(String field) {
        return (String) values.get(kind.index(field));
    }

    public byte[] bytes(String field) {
        return (byte[]) values.get(kind.index(field));
    }

    @SuppressWarnings("unchecked")
    public Map<String, String> map(String field) {
        return (Map<String, String>) values.get(kind.index(field));
    }

    /** Whether both tell the same, to the last byte; their places do not matter. */
    public boolean sameAs(Entry other) {
        if (kind != other.kind || timeNs != other.timeNs) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!sameValue(values.get(i), other.values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether two values of a field are the same. */
    public static boolean sameValue(Object one, Object other) {
        return one instanceof byte[] bytes
                ? other instanceof byte[] others && Arrays.equals(bytes, others)
                : one.equals(other);
    }
}
