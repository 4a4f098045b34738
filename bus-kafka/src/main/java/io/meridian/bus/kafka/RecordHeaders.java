package io.meridian.bus.kafka;

import static io.meridian.bus.envelope.CloudEventAttributes.*;

import io.meridian.bus.envelope.CloudEventAttributes;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.kafka.RecordView.Changing;
import io.meridian.bus.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.apache.kafka.common.header.Header;

/**
 * Writes the headers of one publication's records: the attributes as text, by the CloudEvents binding for Kafka, for
 * everybody's tools, and the envelope itself for ourselves. What does not change between messages is written once. For one
 * thread.
 */
final class RecordHeaders {
    /** The envelope as it is, in binary: what a subscription reads. The last header, so it is found first. */
    static final String ENVELOPE = "meridian";

    /** In front of the names of CloudEvents attributes, save the two that have names of their own. */
    static final String PREFIX = "ce_";

    /** Where the binding puts the content type. */
    static final String CONTENT_TYPE = "content-type";

    private final KafkaSettings.Headers amount;
    private final EnvelopeReader reader = new EnvelopeReader();
    private final Changing envelope = new Changing(ENVELOPE);
    private final Changing trace = new Changing(TRACE_PARENT);
    private final Changing version = new Changing(PREFIX + SPEC_VERSION);
    private final Changing id = new Changing(PREFIX + ID);
    private final Changing source = new Changing(PREFIX + SOURCE);
    private final Changing type = new Changing(PREFIX + TYPE);
    private final Changing subject = new Changing(PREFIX + SUBJECT);
    private final Changing time = new Changing(PREFIX + TIME);
    private final Changing contentType = new Changing(CONTENT_TYPE);
    private final Changing initTime = new Changing(PREFIX + INIT_TIME);
    private final Changing publishTime = new Changing(PREFIX + PUBLISH_TIME);
    private final Changing flags = new Changing(PREFIX + FLAGS);
    private final Changing correlation = new Changing(PREFIX + CORRELATION_ID);
    private final Changing causation = new Changing(PREFIX + CAUSATION_ID);

    /** By whether there is a correlation (1) and a causation (2). */
    private final Header[][] full = new Header[4][];

    private final Header[] lean;
    private int sourceSeen;
    private int schemaSeen;
    private int versionSeen;
    private int flagsSeen = -1;
    private long contentTypeSeen;
    private boolean seen;

    RecordHeaders(KafkaSettings.Headers amount, Topic topic) {
        this.amount = amount;
        lean = amount == KafkaSettings.Headers.ENVELOPE ? new Header[] {envelope} : new Header[] {trace, envelope};
        version.set(AsciiText.of("1.0"));
        subject.set(AsciiText.of(topic.name()));
        for (int variant = 0; variant < full.length; variant++) {
            List<Header> all = new ArrayList<>(
                    List.of(version, id, source, type, subject, time, contentType, initTime, publishTime, flags));
            if ((variant & 1) != 0) {
                all.add(correlation);
            }
            if ((variant & 2) != 0) {
                all.add(causation);
            }
            all.add(trace);
            all.add(envelope);
            full[variant] = all.toArray(new Header[0]);
        }
    }

    /** The headers of the next record; they are valid until the next call. */
    Header[] of(DirectBuffer header, int length) {
        header.getBytes(0, envelope.room(length));
        String wrong = reader.wrap(header, 0, length);
        if (wrong != null) {
            throw new IllegalArgumentException("header of length=" + length + " is no envelope: " + wrong);
        }
        if (amount == KafkaSettings.Headers.ENVELOPE) {
            return lean;
        }
        trace.set(traceParent(reader));
        if (amount == KafkaSettings.Headers.TRACE) {
            return lean;
        }
        id.set(CloudEventAttributes.id(reader));
        time.set(CloudEventAttributes.time(reader));
        initTime.set(AsciiText.decimal(reader.initTime()));
        publishTime.set(AsciiText.decimal(reader.publishTime()));
        writeConstants();
        int variant = 0;
        if (reader.correlation() != 0) {
            correlation.set(AsciiText.of(Long.toHexString(reader.correlation())));
            variant = 1;
        }
        if (reader.causationSequence() != 0) {
            causation.set(AsciiText.of(
                    Integer.toUnsignedString(reader.causationSource()) + "-" + reader.causationSequence()));
            variant |= 2;
        }
        return full[variant];
    }

    /** What hardly ever differs from the message before. */
    private void writeConstants() {
        if (!seen || reader.source() != sourceSeen) {
            sourceSeen = reader.source();
            source.set(AsciiText.of(CloudEventAttributes.source(sourceSeen)));
        }
        if (!seen || reader.payloadSchema() != schemaSeen || reader.payloadVersion() != versionSeen) {
            schemaSeen = reader.payloadSchema();
            versionSeen = reader.payloadVersion();
            type.set(AsciiText.of(CloudEventAttributes.type(schemaSeen, versionSeen)));
        }
        if (reader.flags() != flagsSeen) {
            flagsSeen = reader.flags();
            flags.set(AsciiText.decimal(flagsSeen));
        }
        long hash = Topic.hash(reader.buffer(), reader.contentTypeOffset(), reader.contentTypeLength());
        if (!seen || hash != contentTypeSeen) {
            contentTypeSeen = hash;
            contentType.set(AsciiText.of(reader.contentTypeLength() == 0 ? TRADING_SCHEMA : reader.contentType()));
        }
        seen = true;
    }

    /** When the message that was last given to {@link #of} was published, epoch milliseconds, for Kafka's own time stamp. */
    long publishTimeMs() {
        return Math.max(0, reader.publishTime() / 1_000_000);
    }
}
