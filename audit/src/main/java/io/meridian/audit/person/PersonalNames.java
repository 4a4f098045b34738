package io.meridian.audit.person;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts references in place of names in a JSON text, and the hash of the text as it was at its end. The hash is over the salts of those who are named and the
 * text: as long as all of them are known it proves the names; when one is erased nobody can find out by trying.
 *
 * @param topics messages of topics that begin so have names in them; null: none have
 * @param fields the names of the fields that hold them, in the outermost object
 */
public record PersonalNames(String topics, Set<String> fields) {
    /** No message has names. */
    public static final PersonalNames NONE = new PersonalNames(null, Set.of());

    private static final String HASH = "original_sha256";
    private static final String PLACES = "names_in";
    private static final Pattern END = Pattern.compile(
            ",\"" + PLACES + "\":\"([A-Za-z_]+(?:,[A-Za-z_]+)*)\",\"" + HASH + "\":\"([0-9a-f]{64})\"\\}$");

    private record Span(int begin, int end) {}

    /** Whether a message may have names in it. */
    public boolean mayBeIn(String topic) {
        return topics != null && topic.startsWith(topics);
    }

    /** @return null: there are none in it */
    public byte[] replace(byte[] json, People people) {
        String text = new String(json, StandardCharsets.UTF_8);
        List<Span> names = values(text, fields);
        if (names.isEmpty() || !text.endsWith("}")) {
            return null;
        }
        StringBuilder replaced = new StringBuilder();
        List<String> salts = new ArrayList<>();
        int at = 0;
        for (Span each : names) {
            People.Person person = people.person(text.substring(each.begin, each.end));
            salts.add(person.salt());
            replaced.append(text, at, each.begin).append(person.reference());
            at = each.end;
        }
        replaced.append(text, at, text.length() - 1);
        replaced.append(",\"" + PLACES + "\":\"")
                .append(String.join(",", new TreeSet<>(fields)))
                .append('"');
        replaced.append(",\"" + HASH + "\":\"").append(hash(salts, text)).append("\"}");
        return replaced.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What is known of the names that a record stands for. */
    public enum Names {
        /** They are those that were recorded. */
        PROVED,
        /** One at least is erased. */
        ERASED,
        /** They are others than were recorded. */
        FORGED
    }

    /** Puts the names back, and looks whether that gives the text that was hashed. @param recorded what {@link #replace} gave, which the log proves */
    public static Names check(byte[] recorded, People people) {
        String text = new String(recorded, StandardCharsets.UTF_8);
        Matcher end = END.matcher(text);
        if (!end.find()) {
            return Names.FORGED;
        }
        String shortened = text.substring(0, end.start()) + "}";
        StringBuilder original = new StringBuilder();
        List<String> salts = new ArrayList<>();
        int at = 0;
        for (Span each : values(shortened, Set.of(end.group(1).split(",")))) {
            People.Person person = people.of(shortened.substring(each.begin, each.end));
            if (person == null) {
                return Names.ERASED;
            }
            salts.add(person.salt());
            original.append(shortened, at, each.begin).append(person.name());
            at = each.end;
        }
        original.append(shortened, at, shortened.length());
        return hash(salts, original.toString()).equals(end.group(2)) ? Names.PROVED : Names.FORGED;
    }

    private static String hash(List<String> salts, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            salts.forEach(salt -> digest.update(HexFormat.of().parseHex(salt)));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Where the texts of these fields of the outermost object are; none when that is no JSON. */
    private static List<Span> values(String json, Set<String> fields) {
        List<Span> found = new ArrayList<>();
        int depth = 0;
        String key = "";
        boolean isValue = false;
        for (int at = 0; at < json.length(); at++) {
            switch (json.charAt(at)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case ':' -> isValue = true;
                case ',' -> isValue = false;
                case '"' -> {
                    int end = end(json, at + 1);
                    if (end < 0) {
                        return List.of();
                    }
                    if (depth == 1 && isValue && fields.contains(key)) {
                        found.add(new Span(at + 1, end));
                    } else if (depth == 1 && !isValue) {
                        key = json.substring(at + 1, end);
                    }
                    at = end;
                }
                default -> {}
            }
        }
        return depth == 0 ? found : List.of();
    }

    private static int end(String json, int from) {
        for (int at = from; at < json.length(); at++) {
            if (json.charAt(at) == '\\') {
                at++;
            } else if (json.charAt(at) == '"') {
                return at;
            }
        }
        return -1;
    }
}
