package io.meridian.bus.nats;

/**
 * Reads the reply subject of a message delivered by a consumer, which tells where it stands:
 * {@code $JS.ACK.stream.consumer.delivered.streamSequence.consumerSequence.time.pending}, or the newer form with domain and
 * account in front of the stream and a random token at the end. Reused for one message after another.
 */
final class AckSubject {
    private static final String PREFIX = "$JS.ACK.";
    private static final int SHORT_DOTS = 8;
    private static final int LONG_DOTS = 10;
    private static final int DELIVERED = 4;

    private long delivered;
    private long streamSequence;
    private long consumerSequence;

    /** Whether it is one. */
    boolean read(String subject) {
        if (subject == null || !subject.startsWith(PREFIX)) {
            return false;
        }
        int dots = 0;
        for (int i = 0; i < subject.length(); i++) {
            dots += subject.charAt(i) == '.' ? 1 : 0;
        }
        int first = dots == SHORT_DOTS ? DELIVERED : dots >= LONG_DOTS ? DELIVERED + 2 : -1;
        if (first < 0) {
            return false;
        }
        int at = 0;
        for (int token = 0; token < first; token++) {
            at = subject.indexOf('.', at) + 1;
        }
        delivered = number(subject, at);
        at = subject.indexOf('.', at) + 1;
        streamSequence = number(subject, at);
        at = subject.indexOf('.', at) + 1;
        consumerSequence = number(subject, at);
        return streamSequence > 0;
    }

    private static long number(String text, int from) {
        long number = 0;
        for (int i = from; i < text.length() && text.charAt(i) != '.'; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** How often the server has handed it out, this time included. */
    long delivered() {
        return delivered;
    }

    /** Its place in the stream. */
    long streamSequence() {
        return streamSequence;
    }

    /** Its place among all that this consumer was handed. */
    long consumerSequence() {
        return consumerSequence;
    }

    /** What to publish a word about a message to, when the message itself is not at hand. */
    static String of(String stream, String consumer, long streamSequence, long consumerSequence) {
        return PREFIX + stream + '.' + consumer + ".1." + streamSequence + '.' + consumerSequence + ".0.0";
    }
}
