package io.meridian.bus.kafka;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The one record of a publication, filled anew for each message. The producer copies it into its batch before {@code send}
 * returns and keeps nothing of it, so it may be used again.
 */
final class RecordView extends ProducerRecord<byte[], byte[]> {
    private final Integer partition;
    private final View headers = new View();
    private byte[] value;
    private Long timestampMs = 0L;

    RecordView(String kafkaTopic, int partition, byte[] key) {
        super(kafkaTopic, partition, key, null);
        this.partition = partition;
    }

    /** Takes the next message. */
    void set(long epochMs, byte[] payload, Header[] all) {
        if (timestampMs != epochMs) {
            timestampMs = epochMs;
        }
        value = payload;
        headers.all = all;
    }

    @Override
    public Integer partition() {
        return partition;
    }

    @Override
    public Long timestamp() {
        return timestampMs;
    }

    @Override
    public byte[] value() {
        return value;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** A header whose value changes from message to message. */
    static final class Changing implements Header {
        private final String key;
        private byte[] value;

        Changing(String key) {
            this.key = key;
            value = new byte[0];
        }

        /** The bytes to write the next value of this length into. */
        byte[] room(int length) {
            if (value.length != length) {
                value = new byte[length];
            }
            return value;
        }

        void set(byte[] next) {
            value = next;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public byte[] value() {
            return value;
        }
    }

    private static final class View implements Headers {
        private Header[] all = new Header[0];

        @Override
        public Header[] toArray() {
            return all;
        }

        @Override
        public Header lastHeader(String key) {
            Header found = null;
            for (Header header : all) {
                found = header.key().equals(key) ? header : found;
            }
            return found;
        }

        @Override
        public Iterable<Header> headers(String key) {
            return List.of(all).stream()
                    .filter(header -> header.key().equals(key))
                    .toList();
        }

        @Override
        public Iterator<Header> iterator() {
            return Arrays.asList(all).iterator();
        }

        @Override
        public Headers add(Header header) {
            throw new IllegalStateException("these headers are fixed");
        }

        @Override
        public Headers add(String key, byte[] value) {
            throw new IllegalStateException("these headers are fixed");
        }

        @Override
        public Headers remove(String key) {
            throw new IllegalStateException("these headers are fixed");
        }
    }
}
