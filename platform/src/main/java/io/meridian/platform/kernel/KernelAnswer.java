package io.meridian.platform.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.kernel.Refusal;
import org.agrona.DirectBuffer;

/** The kernel's answer to a person's request, as a line of text: {@code taken SEQUENCE}, or {@code refused NAME: SENTENCE}. */
public record KernelAnswer(boolean taken, String text) {
    private static final String TAKEN = "taken ";
    private static final String REFUSED = "refused ";

    static byte[] encode(long answer) {
        if (answer > 0) {
            return (TAKEN + answer).getBytes(UTF_8);
        }
        Refusal refusal = Refusal.of(answer);
        return (REFUSED + refusal.name() + ": " + refusal.sentence()).getBytes(UTF_8);
    }

    /** Reads it. */
    public static KernelAnswer decode(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        String line = new String(bytes, UTF_8);
        boolean taken = line.startsWith(TAKEN);
        return new KernelAnswer(taken, taken || !line.startsWith(REFUSED) ? line : line.substring(REFUSED.length()));
    }
}
