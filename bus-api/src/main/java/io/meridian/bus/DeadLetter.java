package io.meridian.bus;

import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.sbe.DeadLetterDecoder;
import io.meridian.bus.envelope.sbe.DeadLetterEncoder;
import io.meridian.bus.envelope.sbe.MessageHeaderDecoder;
import io.meridian.bus.envelope.sbe.MessageHeaderEncoder;
import io.meridian.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * A message that its subscriber refused for good, as found under {@code dlq.{its topic}}: why, after how many deliveries,
 * and the message itself, byte for byte.
 *
 * @param reason why it was refused
 * @param attempts how often it was delivered
 * @param topic what it was published under
 * @param source who published it
 * @param sequence its place among the messages of its source and topic
 * @param payload a copy of its payload
 */
public record DeadLetter(String reason, int attempts, Topic topic, int source, long sequence, byte[] payload) {
    /** Content type of messages under {@code dlq}. */
    public static final String CONTENT_TYPE = "application/vnd.meridian.dead-letter";

    private static final String ROOT = "dlq";
    private static final int MAX_REASON_BYTES = 2048;

    /** Where messages of {@code topic} go when refused. Topics too long to have {@code dlq.} in front lose their end. */
    public static Topic topicFor(Topic topic) {
        StringBuilder name = new StringBuilder(ROOT);
        int segments = Math.min(topic.segments(), Topic.MAX_SEGMENTS - 1);
        for (int i = 0; i < segments && name.length() + 1 + topic.segment(i).length() <= Topic.MAX_LENGTH; i++) {
            name.append('.').append(topic.segment(i));
        }
        return Topic.of(name.toString());
    }

    /**
     * Reads a message received under {@code dlq}.
     *
     * @throws IllegalArgumentException when it is not a dead letter
     */
    public static DeadLetter read(Message message) {
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message.buffer(), message.offset());
        if (message.length() < MessageHeaderDecoder.ENCODED_LENGTH
                || header.templateId() != DeadLetterDecoder.TEMPLATE_ID
                || header.schemaId() != DeadLetterDecoder.SCHEMA_ID) {
            throw new IllegalArgumentException("message=" + message + " is not a dead letter");
        }
        DeadLetterDecoder letter = new DeadLetterDecoder()
                .wrap(
                        message.buffer(),
                        message.offset() + MessageHeaderDecoder.ENCODED_LENGTH,
                        header.blockLength(),
                        header.version());
        int attempts = letter.attempts();
        byte[] reason = new byte[letter.reasonLength()];
        letter.getReason(reason, 0, reason.length);
        int frameStart = letter.limit();
        int frameLength = message.offset() + message.length() - frameStart;
        EnvelopeReader original = new EnvelopeReader();
        String wrong = original.wrap(message.buffer(), frameStart, frameLength);
        if (wrong != null) {
            throw new IllegalArgumentException("message=" + message + " holds no message: " + wrong);
        }
        Topic topic = Topic.of(original.buffer(), original.topicOffset(), original.topicLength());
        byte[] payload = new byte[frameLength - original.length()];
        original.buffer().getBytes(original.length(), payload);
        return new DeadLetter(
                new String(reason, StandardCharsets.UTF_8),
                attempts,
                topic,
                original.source(),
                original.sequence(),
                payload);
    }

    /** Writes the part in front of the refused frame; returns its length. */
    static int writeHead(MutableDirectBuffer target, int attempts, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_REASON_BYTES) {
            text = Arrays.copyOf(text, MAX_REASON_BYTES);
        }
        DeadLetterEncoder encoder = new DeadLetterEncoder()
                .wrapAndApplyHeader(target, 0, new MessageHeaderEncoder())
                .attempts(attempts)
                .putReason(text, 0, text.length);
        return encoder.limit();
    }
}
