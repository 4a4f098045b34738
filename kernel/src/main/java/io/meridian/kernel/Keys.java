package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The key of a command: 64 bytes. An id of 40, then the template, two codes and the sender, then two numbers. What a
 * command does not use is 0.
 */
final class Keys {
    private static final int ID = 40;
    private static final int CODES = 40;
    private static final int NUMBER_1 = 48;
    private static final int NUMBER_2 = 56;

    private Keys() {}

    /** The key of a command that has an id of its own and may come from this sender alone. */
    static Refusal writeId(Journal journal, DirectBuffer buffer, int idOffset, int template) {
        if (Reading.isEmpty(buffer, idOffset) || !Reading.isPlain(buffer, idOffset, ID)) {
            return Refusal.BAD_TEXT;
        }
        write(journal.key(), buffer, idOffset, ID, template, 0, 0, journal.sender(), 0, 0);
        return null;
    }

    static void write(
            UnsafeBuffer key,
            DirectBuffer buffer,
            int idOffset,
            int idLength,
            int template,
            int code1,
            int code2,
            int sender,
            long number1,
            long number2) {
        for (int i = 0; i < ID; i += 8) {
            key.putLong(i, i < idLength ? buffer.getLong(idOffset + i, LITTLE_ENDIAN) : 0, LITTLE_ENDIAN);
        }
        long codes = template | (long) code1 << 16 | (long) code2 << 24 | (long) sender << 32;
        key.putLong(CODES, codes, LITTLE_ENDIAN);
        key.putLong(NUMBER_1, number1, LITTLE_ENDIAN);
        key.putLong(NUMBER_2, number2, LITTLE_ENDIAN);
    }
}
