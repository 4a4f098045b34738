package io.meridian.sdk;

import io.meridian.sdk.event.Message;

/**
 * Makes ids of the message that is handled, so that an order placed again, while a message is handled again after a crash,
 * has the same id and is taken for the same order.
 */
final class OrderIds {
    private String topic = "";
    private int source;
    private long from;
    private int attempt;
    private int ofMessage;

    String next(PluginContext context) {
        Message cause = context.handling();
        if (cause == null) {
            begin("", 0, context.clock().nanoTime(), 0);
        } else {
            begin(cause.topic(), cause.source(), cause.sequence(), cause.attempt());
        }
        String where = cause == null ? "t" : base36(topic.hashCode()) + "." + base36(source);
        return prefix(context) + where + "." + Long.toUnsignedString(from, 36) + "." + base36(++ofMessage);
    }

    /** Whether an id was made here, perhaps before a crash. */
    boolean isOwn(PluginContext context, String id) {
        return id.startsWith(prefix(context));
    }

    private static String prefix(PluginContext context) {
        String instance = context.instance();
        return (instance.length() <= 10 ? instance : base36(instance.hashCode())) + ".";
    }

    /** Counts from 1 for each message, and again when it comes again. */
    private void begin(String ofTopic, int ofSource, long ofSequence, int ofAttempt) {
        if (ofSequence != from || ofAttempt != attempt || ofSource != source || !ofTopic.equals(topic)) {
            topic = ofTopic;
            source = ofSource;
            from = ofSequence;
            attempt = ofAttempt;
            ofMessage = 0;
        }
    }

    private static String base36(int number) {
        return Integer.toUnsignedString(number, 36);
    }
}
