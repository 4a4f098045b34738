package io.meridian.conformance;

import io.meridian.conformance.stage.Seen;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import java.math.BigDecimal;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads what plugins publish of the trading schema. */
final class Trading {
    private Trading() {}

    /** Reads one message. The buffer holds its payload, the header says where the block begins and how long it is. */
    @FunctionalInterface
    interface Reader<T> {
        T read(UnsafeBuffer payload, int offset, int blockLength, int version);
    }

    /** All that was published with a schema, on topics that begin so. */
    static <T> List<T> read(Trial trial, int schema, String topicStart, Reader<T> reader) {
        return trial.platform().published().stream()
                .filter(each -> each.head().getSchemaId() == schema)
                .filter(each -> each.head().getTopic().startsWith(topicStart))
                .map(each -> read(trial, each, reader))
                .toList();
    }

    static <T> T read(Trial trial, Seen.Published message, Reader<T> reader) {
        UnsafeBuffer payload = new UnsafeBuffer(message.payload());
        try {
            MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(payload, 0);
            trial.require(
                    header.templateId() == message.head().getSchemaId(),
                    "a message on "
                            + message.head().getTopic() + " has templateId=" + header.templateId() + " and schema_id="
                            + message.head().getSchemaId());
            return reader.read(payload, MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        } catch (IndexOutOfBoundsException e) {
            throw new CheckFailedException(
                    "a message on " + message.head().getTopic() + " is cut off: " + e.getMessage(), false);
        }
    }

    /** Its value, null when it is absent. */
    static BigDecimal value(DecimalDecoder decimal) {
        return decimal.mantissa() == DecimalDecoder.mantissaNullValue()
                ? null
                : BigDecimal.valueOf(decimal.mantissa(), decimal.scale());
    }

    /** Whether two numbers are the same, however they are written. */
    static boolean same(BigDecimal one, long other) {
        return one != null && one.compareTo(BigDecimal.valueOf(other)) == 0;
    }

    /** The segment of a topic, empty when it has no such. */
    static String segment(String topic, int number) {
        String[] segments = topic.split("\\.");
        return number < segments.length ? segments[number] : "";
    }
}
