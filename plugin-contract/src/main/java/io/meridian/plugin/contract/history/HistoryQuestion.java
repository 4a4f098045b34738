package io.meridian.plugin.contract.history;

import io.meridian.plugin.contract.trading.HistoryRequestDecoder;
import io.meridian.plugin.contract.trading.HistoryRequestEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A question for messages of a topic that were there before; the topic it is asked on says of which.
 *
 * @param fromNs   of the earliest that is wanted; 0: the first there is
 * @param toNs     of the first that is too late; 0: none is
 * @param periodNs of bars: only those that are so long; 0: all
 * @param last     only so many, the last ones; 0: all
 * @param after    only those that came after this place, which a page told, in the order in which they came; 0: all, in the order of their time
 * @param room     the answer has at most so many bytes
 * @param cursor   as the page before gave it; empty: the first page
 */
public record HistoryQuestion(long fromNs, long toNs, long periodNs, long last, long after, int room, String cursor) {
    /** No answer is smaller: a message and what is around it must have room. */
    public static final int LEAST_ROOM = 1024;

    /** What every bus carries, with what travels around it. */
    public static final int MOST_ROOM = 120_000;

    /** Nobody counts so far. */
    public static final long MOST = 1_000_000_000;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int LONGEST_CURSOR = 100;

    public HistoryQuestion {
        require(fromNs >= 0 && toNs >= 0, "from=" + fromNs + " to=" + toNs + " must not be below 0");
        require(
                toNs == 0 || fromNs < toNs,
                "from=" + fromNs + " is not before to=" + toNs + ": there is no time between them");
        require(periodNs >= 0, "period=" + periodNs + " must not be below 0");
        require(last >= 0 && last <= MOST, "last=" + last + " is not within 0.." + MOST);
        require(after >= 0, "after=" + after + " must not be below 0");
        require(room >= LEAST_ROOM, "room=" + room + " is less than " + LEAST_ROOM + ": a message needs so much");
        require(
                cursor.getBytes(StandardCharsets.UTF_8).length <= LONGEST_CURSOR,
                "the cursor is longer than " + LONGEST_CURSOR + " bytes: it is none that a page gave");
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The same for the next page. */
    public HistoryQuestion from(String nextCursor) {
        return new HistoryQuestion(fromNs, toNs, periodNs, last, after, room, nextCursor);
    }

    /** The same for answers of another size. */
    public HistoryQuestion within(int bytes) {
        return new HistoryQuestion(fromNs, toNs, periodNs, last, after, bytes, cursor);
    }

    /** Whether it is for a first page. */
    public boolean isFirst() {
        return cursor.isEmpty();
    }

    /** Whether a message is wanted, going by all but how many are. */
    public boolean wants(PastMessage message) {
        long timeNs = message.timeNs();
        return timeNs >= fromNs && (toNs == 0 || timeNs < toNs) && (periodNs == 0 || message.periodNs() == periodNs);
    }

    public byte[] encode(long nowNs) {
        byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte
                [HEADER
                        + HistoryRequestEncoder.BLOCK_LENGTH
                        + HistoryRequestEncoder.cursorHeaderLength()
                        + text.length];
        new HistoryRequestEncoder()
                .wrapAndApplyHeader(new UnsafeBuffer(bytes), 0, new MessageHeaderEncoder())
                .tsEvent(nowNs)
                .tsInit(nowNs)
                .from(fromNs)
                .to(toNs)
                .period(periodNs)
                .last(last)
                .after(after)
                .room(room)
                .putCursor(text, 0, text.length);
        return bytes;
    }

    /** @throws IllegalArgumentException when it is none that can be answered, and why */
    public static HistoryQuestion decode(DirectBuffer buffer, int offset, int length) {
        // Bytes of its own, so that what is cut short is noticed at their end.
        byte[] own = new byte[Math.max(0, length)];
        buffer.getBytes(offset, own);
        UnsafeBuffer bytes = new UnsafeBuffer(own);
        require(own.length >= HEADER, "length=" + own.length + " is less than that of a header");
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
        require(
                header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                        && header.templateId() == HistoryRequestDecoder.TEMPLATE_ID,
                "schema=" + header.schemaId() + " template=" + header.templateId() + " is no HistoryRequest, which is "
                        + MessageHeaderDecoder.SCHEMA_ID + " and " + HistoryRequestDecoder.TEMPLATE_ID);
        int block = header.blockLength();
        int cursorAt = HEADER + block;
        require(
                block >= HistoryRequestDecoder.BLOCK_LENGTH
                        && own.length >= cursorAt + HistoryRequestDecoder.cursorHeaderLength(),
                "length=" + own.length + " block=" + block + ": the HistoryRequest is cut short");
        HistoryRequestDecoder request = new HistoryRequestDecoder().wrap(bytes, HEADER, block, header.version());
        int cursorLength = request.cursorLength();
        require(
                own.length >= cursorAt + HistoryRequestDecoder.cursorHeaderLength() + cursorLength,
                "length=" + own.length + ": the cursor of the HistoryRequest is cut short");
        return new HistoryQuestion(
                request.from(),
                request.to(),
                request.period(),
                request.last(),
                request.after(),
                request.room(),
                request.cursor());
    }
}
