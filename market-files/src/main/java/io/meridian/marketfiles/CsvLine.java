package io.meridian.marketfiles;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fields of one line, as the reader hands them over: copied, as its buffer moves on, without spaces around. */
final class CsvLine extends CsvCallbackHandler<CsvLine> {
    static final int LONGEST = 1 << 20;

    private char[] text = new char[1024];
    private int[] begins = new int[16];
    private int[] ends = new int[16];
    private int length;
    private int count;
    private long number;
    private RecordType type;

    @Override
    protected RecordType getRecordType() {
        return type;
    }

    @Override
    protected int getFieldCount() {
        return count;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        number = startingLineNumber;
        length = 0;
        count = 0;
        type = RecordType.DATA;
    }

    @Override
    protected void addField(char[] buf, int offset, int len, boolean quoted) {
        if (length + len > text.length) {
            if (length + len > LONGEST) {
                throw new BadRow("is longer than " + LONGEST + " characters");
            }
            text = Arrays.copyOf(text, Math.max(length + len, text.length * 2));
        }
        if (count == begins.length) {
            begins = Arrays.copyOf(begins, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        int from = offset;
        int to = offset + len;
        while (from < to && buf[from] <= ' ') {
            from++;
        }
        while (from < to && buf[to - 1] <= ' ') {
            to--;
        }
        System.arraycopy(buf, from, text, length, to - from);
        begins[count] = length;
        length += to - from;
        ends[count++] = length;
    }

    @Override
    protected void setComment(char[] buf, int offset, int len) {
        type = RecordType.COMMENT;
    }

    @Override
    protected void setEmpty() {
        type = RecordType.EMPTY;
    }

    @Override
    protected CsvLine buildRecord() {
        return this;
    }

    /** Where it begins, from 1. */
    long number() {
        return number;
    }

    int count() {
        return count;
    }

    char[] text() {
        return text;
    }

    int begin(int field) {
        return begins[field];
    }

    int end(int field) {
        return ends[field];
    }

    String string(int field) {
        return new String(text, begins[field], ends[field] - begins[field]);
    }

    List<String> strings() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(string(i));
        }
        return all;
    }
}
