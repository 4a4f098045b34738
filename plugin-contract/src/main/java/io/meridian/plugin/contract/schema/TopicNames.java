package io.meridian.plugin.contract.schema;

/**
 * The grammar of topics and patterns: 1 to 16 segments of {@code A-Z a-z 0-9 _ -}, joined by dots, at most 254 characters.
 * In a pattern {@code *} stands for one segment, and {@code **} at the end for one or more.
 */
public final class TopicNames {
    public static final int MAX_LENGTH = 254;
    public static final int MAX_SEGMENTS = 16;

    private static final String[] DURABLE = {
        "platform.portfolio.",
        "platform.oms.",
        "platform.ems.",
        "platform.ccm.",
        "platform.bor.",
        "platform.control.",
        "platform.audit.",
        "dlq."
    };

    private TopicNames() {}

    /**
     * Whether what is published there must survive a crash: a property of the topic, so that all who use it agree. Topics of
     * one's own need not, unless a manifest says so.
     *
     * @param name a topic or pattern, without a deployment
     */
    public static boolean isDurable(String name) {
        for (String root : DURABLE) {
            if (name.startsWith(root)) {
                return true;
            }
        }
        return false;
    }

    public static boolean isTopic(String name) {
        return isValid(name, false);
    }

    public static boolean isPattern(String name) {
        return isValid(name, true);
    }

    private static boolean isValid(String name, boolean wildcards) {
        if (name == null || name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        int segments = 0;
        int begin = 0;
        while (begin <= name.length()) {
            int dot = name.indexOf('.', begin);
            int end = dot < 0 ? name.length() : dot;
            boolean any = wildcards && end == begin + 1 && name.charAt(begin) == '*';
            boolean rest = wildcards && end == name.length() && name.startsWith("**", begin) && end == begin + 2;
            if (++segments > MAX_SEGMENTS || !(any || rest || isSegment(name, begin, end))) {
                return false;
            }
            begin = end + 1;
        }
        return true;
    }

    static boolean isSegment(String text, int begin, int end) {
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-')) {
                return false;
            }
        }
        return end > begin;
    }
}
