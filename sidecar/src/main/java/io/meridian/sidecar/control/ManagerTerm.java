package io.meridian.sidecar.control;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Whose orders count, where several managers may lead one after the other: those of the latest term that was heard of. It is kept in the folder, so a restart does not let an earlier leader in
 * again. Where there is one manager, its orders carry no term, and all count; so do those of a person at this machine.
 */
public final class ManagerTerm {
    private static final String FILE = "manager.term";

    private final Path file;
    private final LongSupplier nanos;
    private volatile long highest;
    private volatile long heardNs;

    private ManagerTerm(Path file, LongSupplier nanos, long highest) {
        this.file = file;
        this.nanos = nanos;
        this.highest = highest;
        heardNs = nanos.getAsLong();
    }

    static ManagerTerm open(Path folder, LongSupplier nanos) throws IOException {
        Path file = folder.resolve(FILE);
        long kept = 0;
        if (Files.exists(file)) {
            String text = Files.readString(file).strip();
            try {
                kept = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IOException(file + " holds no number: '" + text
                        + "'. Delete it once the manager that leads now is the only one that runs.");
            }
        }
        return new ManagerTerm(file, nanos, kept);
    }

    /**
     * Somebody gives an order as the leader of a term.
     *
     * @return why nothing may be done, since another has led meanwhile; null when it may
     */
    String heard(long term) throws IOException {
        if (term < highest) {
            return "another manager leads: this order is of term " + term + ", and one of term " + highest
                    + " came before it";
        }
        if (term > highest) {
            WholeFile.writeForced(file, term + "\n");
            highest = term;
        }
        heardNs = nanos.getAsLong();
        return null;
    }

    /** The latest term that was heard of, or 0. */
    public long highest() {
        return highest;
    }

    /** How long no leader has been heard of. */
    public long silentNs() {
        return nanos.getAsLong() - heardNs;
    }
}
