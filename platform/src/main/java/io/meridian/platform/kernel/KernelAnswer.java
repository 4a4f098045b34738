package io.meridian.platform.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.kernel.Refusal;
import org.agrona.DirectBuffer;

/** The kernel's answer to a person's request, as a line of text: {@code taken SEQUENCE}, or {@code refused NAME: SENTENCE}. */
public record KernelAnswer(boolean taken, String text) {
    private static final String TAKEN = "taken ";
    private static final String REFUSED = "refused ";

    static KernelAnswer of(long answer) {
        if (answer > 0) {
            return new KernelAnswer(true, TAKEN + answer);
        }
        Refusal refusal = Refusal.of(answer);
        return new KernelAnswer(false, refusal.name() + ": " + refusal.sentence());
    }

    static byte[] encode(long answer) {
        KernelAnswer of = of(answer);
        return (of.taken ? of.text : REFUSED + of.text).getBytes(UTF_8);
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
