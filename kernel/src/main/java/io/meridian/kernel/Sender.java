package io.meridian.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Names;
import org.agrona.concurrent.UnsafeBuffer;

/** Who sends commands: an instance of a plugin, or a person, by name. Make one per sender and use it again. */
public final class Sender {
    private final Pool pool;
    private final String name;
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[Names.LENGTH]);
    private Journal journal;
    private int number;

    /** @param name 1 to 40 ASCII characters */
    public Sender(Pool pool, String name) {
        byte[] bytes = name.getBytes(US_ASCII);
        if (bytes.length == 0 || bytes.length > Names.LENGTH) {
            throw new IllegalArgumentException("name=" + name + " is not 1 to " + Names.LENGTH + " characters");
        }
        this.pool = pool;
        this.name = name;
        text.putBytes(0, bytes);
    }

    public Pool pool() {
        return pool;
    }

    public String name() {
        return name;
    }

    /** The number of its name in a journal, which does not change once it has one. */
    int number(Journal of) {
        if (journal != of) {
            number = of.name(text, 0, Names.LENGTH);
            journal = of;
        }
        return number;
    }

    @Override
    public String toString() {
        return pool + " " + name;
    }
}
