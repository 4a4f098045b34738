package io.meridian.plugin.contract.history;

import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message that was there before.
 *
 * @param source   which instance published it; 0: it came from a file
 * @param sequence its number among those of its source and topic; 0: it came from a file
 * @param payload  a Quote, Trade or Bar with its header
 */
public record PastMessage(int source, long sequence, byte[] payload) {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    /** The template of its payload; 0 when it is none of market data, or is cut short. */
    public int template() {
        if (payload.length < HEADER) {
            return 0;
        }
        MessageHeaderDecoder header = header();
        int least = switch (header.templateId()) {
            case QuoteDecoder.TEMPLATE_ID -> QuoteDecoder.BLOCK_LENGTH;
            case TradeDecoder.TEMPLATE_ID -> TradeDecoder.BLOCK_LENGTH;
            case BarDecoder.TEMPLATE_ID -> BarDecoder.BLOCK_LENGTH;
            default -> Integer.MAX_VALUE;
        };
        boolean whole = header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && payload.length - HEADER >= Math.max(least, header.blockLength());
        return whole ? header.templateId() : 0;
    }

    /** The version of the schema that its payload was written in. */
    public int version() {
        return header().version();
    }

    private MessageHeaderDecoder header() {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(payload), 0);
    }

    /** When it happened, epoch nanoseconds. */
    public long timeNs() {
        // Each of the three begins with it.
        return new UnsafeBuffer(payload).getLong(HEADER, ByteOrder.LITTLE_ENDIAN);
    }

    /** How long a bar is; 0 of anything else. */
    public long periodNs() {
        return template() == BarDecoder.TEMPLATE_ID
                ? new BarDecoder()
                        .wrap(new UnsafeBuffer(payload), HEADER, header().blockLength(), version())
                        .period()
                : 0;
    }
}
