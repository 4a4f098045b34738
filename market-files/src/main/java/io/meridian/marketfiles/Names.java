package io.meridian.marketfiles;

import io.meridian.plugin.contract.schema.TopicNames;
import io.meridian.plugin.contract.trading.BarDecoder;

/**
 * Symbols, venues and currencies of one column: each is checked once, and the same text is the same String from then on. Finds
 * without allocation.
 */
final class Names {
    static final int SYMBOL = BarDecoder.symbolLength();
    static final int VENUE = BarDecoder.venueLength();
    static final int CURRENCY = BarDecoder.currencyLength();

    private final int maxLength;
    private String[] table = new String[64];
    private int count;

    Names(int maxLength) {
        this.maxLength = maxLength;
    }

    /** @throws BadRow when it cannot be a segment of a topic, or is too long */
    String find(String column, char[] text, int from, int to) {
        int slot = slot(text, from, to);
        String found = table[slot];
        return found != null ? found : add(column, new String(text, from, to - from));
    }

    String find(String column, String text) {
        char[] chars = text.toCharArray();
        return find(column, chars, 0, chars.length);
    }

    private int slot(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        int mask = table.length - 1;
        int slot = (hash ^ hash >>> 16) & mask;
        while (table[slot] != null && !isSame(table[slot], text, from, to)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static boolean isSame(String name, char[] text, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (name.charAt(i - from) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private String add(String column, String name) {
        String wrong = problem(name, maxLength);
        if (wrong != null) {
            throw new BadRow(column, name, wrong);
        }
        if (++count * 2 > table.length) {
            String[] old = table;
            table = new String[old.length * 2];
            for (String other : old) {
                if (other != null) {
                    put(other);
                }
            }
        }
        put(name);
        return name;
    }

    private void put(String name) {
        table[slot(name.toCharArray(), 0, name.length())] = name;
    }

    static void requireName(String what, String name, int maxLength) {
        String wrong = problem(name, maxLength);
        if (wrong != null) {
            throw new IllegalArgumentException(what + "=" + name + ": " + wrong);
        }
    }

    private static String problem(String name, int maxLength) {
        if (name.indexOf('.') >= 0 || !TopicNames.isTopic(name)) {
            return "expected letters, digits, _ and - only, as it becomes a part of a topic (BRK-B, not BRK.B)";
        }
        return name.length() > maxLength ? "expected at most " + maxLength + " characters" : null;
    }
}
