package io.meridian.audit.verify;

import io.meridian.audit.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** What was found, as far as a person would read it. Neighbours of one kind are one finding. */
final class Findings {
    private static final int MOST_OF_A_KIND = 20;

    private final List<Finding> all = new ArrayList<>();
    private final int[] kinds = new int[Kind.values().length];
    private long more;
    private long lastIndex = Long.MIN_VALUE;
    /** What the first of a row of neighbours says. */
    private String runText;

    void add(Finding finding) {
        lastIndex = Long.MIN_VALUE;
        keep(finding);
    }

    /** Something that often befalls many records in a row. */
    void addOf(Kind kind, long index, String place, String text) {
        Finding last = all.isEmpty() ? null : all.getLast();
        if (last != null && last.kind() == kind && lastIndex == index - 1) {
            lastIndex = index;
            all.set(
                    all.size() - 1,
                    new Finding(kind, last.index(), last.place(), runText + "; so it is up to record " + index));
            return;
        }
        if (keep(new Finding(kind, index, place, text))) {
            lastIndex = index;
            runText = text;
        } else {
            lastIndex = Long.MIN_VALUE;
        }
    }

    private boolean keep(Finding finding) {
        if (kinds[finding.kind().ordinal()]++ < MOST_OF_A_KIND) {
            all.add(finding);
            return true;
        }
        more++;
        return false;
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    long more() {
        return more;
    }
}
