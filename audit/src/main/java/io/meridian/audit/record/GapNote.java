package io.meridian.audit.record;

import io.meridian.audit.log.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the recorder says of messages that one of the three observers did not see.
 *
 * @param topic its name, or {@code #} and its hash when nothing of it is recorded
 * @param source who published them
 * @param from the first sequence
 * @param to the last one
 * @param instance whose sidecar the note is about; empty: nobody's
 */
public record GapNote(Event event, String topic, int source, long from, long to, String instance) {
    private static final Pattern TEXT =
            Pattern.compile("\\{\"event\":\"([A-Z_]+)\",\"topic\":\"([^\"]+)\",\"source\":\"(\\d{1,10})\","
                    + "\"from\":(\\d{1,19}),\"to\":(\\d{1,19})(?:,\"instance\":\"([^\"]+)\")?\\}");

    /** What was not seen, and by whom. */
    public enum Event {
        /** Published, as the sequences say, and never seen by the recorder. */
        GAP,
        /** Given to a subscriber, who reports it, and never seen by the recorder. */
        UNSEEN,
        /** Recorded, and not given to a subscriber who was given later ones. */
        NOT_DELIVERED,
        /** Recorded, and a subscriber reports nothing more of its kind. */
        OVERDUE
    }

    /** As JSON. */
    String json() {
        return "{\"event\":\"" + event + "\",\"topic\":\"" + topic + "\",\"source\":\""
                + Integer.toUnsignedString(source) + "\",\"from\":" + from + ",\"to\":" + to
                + (instance.isEmpty() ? "" : ",\"instance\":\"" + instance + "\"") + "}";
    }

    /** For people. */
    public String text() {
        String which = (from == to ? "message " + from : "messages " + from + " to " + to) + " of "
                + Integer.toUnsignedString(source) + " on " + topic;
        return switch (event) {
            case GAP -> which + " did not come by.";
            case UNSEEN -> which + ": given to " + instance + ", but the recorder never had it from the bus.";
            case NOT_DELIVERED -> which + ": recorded, but not given to " + instance + ", which was given later ones.";
            case OVERDUE ->
                which + ": recorded, and " + instance
                        + " reports nothing of it. It is slow, or it has stopped or lost its sidecar.";
        };
    }

    /** @return null: the record is no such note */
    public static GapNote of(RecordView record) {
        Matcher text = TEXT.matcher(
                new String(record.bytes(), record.bodyOffset(), record.bodyLength(), StandardCharsets.US_ASCII));
        if (!text.matches()) {
            return null;
        }
        try {
            return new GapNote(
                    Event.valueOf(text.group(1)),
                    text.group(2),
                    Integer.parseUnsignedInt(text.group(3)),
                    Long.parseLong(text.group(4)),
                    Long.parseLong(text.group(5)),
                    text.group(6) == null ? "" : text.group(6));
        } catch (IllegalArgumentException another) {
            return null;
        }
    }
}
