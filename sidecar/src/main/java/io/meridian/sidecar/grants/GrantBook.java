package io.meridian.sidecar.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The grants in force and the proposed ones, kept up with their files. {@link #look} is for the thread that watches files;
 * everything else may be asked from any thread.
 */
public final class GrantBook {
    private static final String LAST_GOOD = "grants.last-good";

    private final Path folder;
    private final SidecarLog log;
    private final GrantTable table = GrantTable.empty();
    private final GrantTable proposed = GrantTable.empty();
    private final WatchedFile file;
    private final WatchedFile proposedFile;
    private volatile GrantsText current;
    private volatile boolean hasProposed;
    private volatile String problem;

    public GrantBook(Path folder, SidecarLog log) {
        this.folder = folder;
        this.log = log;
        file = new WatchedFile(folder.resolve("grants"));
        proposedFile = new WatchedFile(folder.resolve("grants.proposed"));
    }

    /** What is in force; empty, and so denying everything, until grants were read. */
    public GrantTable table() {
        return table;
    }

    /** What is proposed; asked only while {@link #hasProposed}. */
    public GrantTable proposed() {
        return proposed;
    }

    public boolean hasProposed() {
        return hasProposed;
    }

    /** Whether grants were ever read. */
    public boolean isKnown() {
        return current != null;
    }

    /** What is wrong with the file, in words, or null. */
    public String problem() {
        return problem;
    }

    /** All grants in force, for whomever. */
    public List<Grant> grants() {
        GrantsText known = current;
        return known == null ? List.of() : known.grants();
    }

    /** The request that waits and would allow this, if there is one. */
    public Optional<GrantsText.Pending> pending(Action action, TopicPattern pattern) {
        GrantsText known = current;
        return known == null
                ? Optional.empty()
                : known.pending().stream()
                        .filter(request ->
                                request.action() == action && request.pattern().covers(pattern))
                        .findFirst();
    }

    /** Looks at both files; returns whether anything changed. */
    public boolean look() {
        return lookAtGrants() | lookAtProposed();
    }

    private boolean lookAtGrants() {
        try {
            Optional<String> text = file.changed();
            if (text == null) {
                return false;
            }
            if (text.isEmpty()) {
                return missing();
            }
            put(GrantsText.parse(text.get()));
            problem = null;
            keep(text.get());
            log.info("Grants in force: " + current.grants().size() + ", waiting requests: "
                    + current.pending().size() + ".");
            return true;
        } catch (IOException | IllegalArgumentException wrong) {
            return refused(wrong);
        }
    }

    private void put(GrantsText text) {
        table.replace(text.grants());
        current = text;
    }

    private boolean missing() {
        problem = current == null && !useLastGood()
                ? "There are no grants yet: waiting for file=" + file.path()
                        + ". Everything is denied until then. Write it, or let the instance manager do so."
                : "file=" + file.path() + " is missing. The last good grants stay in force; to take all grants away,"
                        + " write an empty file.";
        log.warn(problem);
        return true;
    }

    private boolean refused(Exception wrong) {
        boolean known = current != null || useLastGood();
        problem = "file=" + file.path() + " is refused whole: " + wrong.getMessage() + ". "
                + (known ? "The last good grants stay in force" : "Everything is denied until it is right")
                + ". Correct the file; it is read again as soon as it changes.";
        log.error(problem);
        return true;
    }

    private boolean useLastGood() {
        Path kept = folder.resolve(LAST_GOOD);
        try {
            if (Files.exists(kept)) {
                put(GrantsText.parse(Files.readString(kept)));
                return true;
            }
        } catch (IOException | IllegalArgumentException wrong) {
            log.error("The last good grants in file=" + kept + " cannot be used: " + wrong.getMessage());
        }
        return false;
    }

    private void keep(String text) {
        try {
            WholeFile.write(folder.resolve(LAST_GOOD), text);
        } catch (IOException failure) {
            log.warn("The grants are in force but could not be kept for the next start: " + failure.getMessage());
        }
    }

    private boolean lookAtProposed() {
        try {
            Optional<String> text = proposedFile.changed();
            if (text == null) {
                return false;
            }
            if (text.isEmpty()) {
                boolean had = hasProposed;
                hasProposed = false;
                return had;
            }
            proposed.replace(GrantsText.parse(text.get()).grants());
            hasProposed = true;
            log.info("Proposed grants are watched beside the real ones; they deny nothing.");
        } catch (IOException | IllegalArgumentException wrong) {
            hasProposed = false;
            log.warn("file=" + proposedFile.path() + " is left out: " + wrong.getMessage());
        }
        return true;
    }
}
