package io.meridian.plugin.contract.schema;

import java.util.Locale;
import java.util.Set;

/** Which fields tell of whom something is about, or why somebody did it: not for those who only look. */
public final class PersonalFields {
    /** In place of what somebody may not see. */
    public static final String HIDDEN = "•••";

    private static final Set<String> NAMES = Set.of("account", "owner", "person", "trader", "who", "by", "why");

    private PersonalFields() {}

    /** Whether a field of this name is one, in messages and in rows that are made of them. */
    public static boolean isPersonal(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(small) || small.contains("reason");
    }
}
