package io.meridian.manager.runtime.docker;

import io.meridian.manager.basis.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image, in its parts.
 *
 * @param repository with the registry, when there is one
 * @param tag null when it is named by digest or id
 * @param digest null when it is named by tag
 */
record ImageName(String repository, String tag, String digest) {
    private static final int LONGEST = 255;
    private static final String DIGEST = "sha256:[0-9a-f]{64}";
    private static final String PART = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
    private static final Pattern FORM = Pattern.compile("((?:[A-Za-z0-9.-]+(?::[0-9]{1,5})?/)?" + PART + "(?:/" + PART
            + ")*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(" + DIGEST + "))?");
    /** What Docker takes when no tag is said. */
    private static final String NO_TAG = "latest";

    /** @throws Refusal when it is none: what is handed to Docker must never be a way to something else there */
    static ImageName parse(String reference) {
        if (reference.matches(DIGEST)) {
            return new ImageName("", null, reference);
        }
        Matcher matcher = FORM.matcher(reference);
        if (reference.length() > LONGEST || !matcher.matches()) {
            throw Refusal.invalid("'" + reference + "' is no name of an image, such as acme/momo:1.2.0.");
        }
        String tag = matcher.group(3) != null ? null : matcher.group(2) == null ? NO_TAG : matcher.group(2);
        return new ImageName(matcher.group(1), tag, matcher.group(3));
    }

    /** Whether only this machine can know it. */
    boolean isId() {
        return repository.isEmpty();
    }
}
