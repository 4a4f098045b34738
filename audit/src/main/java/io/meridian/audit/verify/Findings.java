package io.meridian.audit.verify;

import io.meridian.audit.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** What was found, as far as a person would read it. Neighbours of one kind are one finding. */
final class Findings {
    private static final int MOST = 100;

    private final List<Finding> all = new ArrayList<>();
    private long more;
    private long lastIndex = Long.MIN_VALUE;

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
                    new Finding(kind, last.index(), last.place(), text + "; so are those up to record " + index));
            return;
        }
        keep(new Finding(kind, index, place, text));
        lastIndex = index;
    }

    private void keep(Finding finding) {
        if (all.size() < MOST) {
            all.add(finding);
        } else {
            more++;
        }
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    long more() {
        return more;
    }
}
