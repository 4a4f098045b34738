package io.meridian.sidecar.egress;

import java.util.ArrayList;
import java.util.List;

/**
 * Which hosts may be reached, one a line:
 *
 * <pre>
 * allow api.example.com:443
 * allow *.example.com:443      all hosts of a domain, and not the domain itself
 * # a remark
 * </pre>
 *
 * What is in no line is denied.
 */
record EgressRules(List<Rule> rules) {
    static final EgressRules NONE = new EgressRules(List.of());

    private static final String ALL_HOSTS_OF = "*.";

    /**
     * One line.
     *
     * @param suffix the end of the name with its dot, or null when the target is meant literally
     */
    record Rule(Target target, String suffix) {
        boolean covers(Target asked) {
            if (asked.port() != target.port()) {
                return false;
            }
            return suffix == null
                    ? asked.host().equals(target.host())
                    : asked.host().endsWith(suffix) && asked.host().length() > suffix.length();
        }
    }

    EgressRules {
        rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException at the first line that is wrong, with its number and what would be right */
    static EgressRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+");
            try {
                if (words.length != 2 || !words[0].equals("allow")) {
                    throw new IllegalArgumentException("it must be two words");
                }
                boolean all = words[1].startsWith(ALL_HOSTS_OF);
                Target target = Target.parse(all ? words[1].substring(ALL_HOSTS_OF.length()) : words[1]);
                rules.add(new Rule(target, all ? "." + target.host() : null));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "line " + number + ": " + wrong.getMessage() + ". A line is: allow HOST:PORT", wrong);
            }
        }
        return new EgressRules(rules);
    }

    /** Whether the target may be reached. */
    boolean allows(Target target) {
        return rules.stream().anyMatch(rule -> rule.covers(target));
    }

    /** Whether a line names the target letter by letter. */
    boolean names(Target target) {
        return rules.stream().anyMatch(rule -> rule.suffix() == null && rule.covers(target));
    }
}
