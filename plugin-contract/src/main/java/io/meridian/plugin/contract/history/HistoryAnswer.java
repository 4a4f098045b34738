package io.meridian.plugin.contract.history;

import io.meridian.plugin.contract.trading.HistoryPageDecoder;
import io.meridian.plugin.contract.trading.HistoryPageEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A page of messages, or why there is none.
 *
 * @param place    of a first page: up to here messages had come; what came later is in none of its pages
 * @param marks    of a first page: the last sequence of each source that had come
 * @param messages in the order that was asked for
 * @param cursor   asks for the next page; empty: this is the last one
 * @param code     0, or why it is refused: the number of a code of Refusal
 * @param problem  with a code: what a person should know
 */
public record HistoryAnswer(
        long place, List<HistoryMark> marks, List<PastMessage> messages, String cursor, int code, String problem) {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int MARK = 12;
    private static final int AROUND_MESSAGE = 12 + HistoryPageEncoder.MessagesEncoder.payloadHeaderLength();
    private static final int LONGEST_PROBLEM = 800;

    /** What is neither mark nor message, with the longest cursor. */
    private static final int FIXED = HEADER + HistoryPageEncoder.BLOCK_LENGTH + 2 * 4 + 2 * 2 + 100;

    public HistoryAnswer {
        marks = List.copyOf(marks);
        messages = List.copyOf(messages);
    }

    public static HistoryAnswer refused(int code, String problem) {
        return new HistoryAnswer(0, List.of(), List.of(), "", code, problem);
    }

    public boolean isRefused() {
        return code != 0;
    }

    /** How many messages of one length fit into an answer; at least one. */
    public static int fitting(int room, int marks, int payload) {
        return Math.clamp((room - FIXED - (long) marks * MARK) / (AROUND_MESSAGE + payload), 1, 65_534);
    }

    public byte[] encode(long nowNs) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        HistoryPageEncoder page = new HistoryPageEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .tsEvent(nowNs)
                .tsInit(nowNs)
                .place(place)
                .code((short) code);
        HistoryPageEncoder.MarksEncoder toMarks = page.marksCount(marks.size());
        for (HistoryMark mark : marks) {
            toMarks.next().source(mark.source()).sequence(mark.sequence());
        }
        HistoryPageEncoder.MessagesEncoder to = page.messagesCount(messages.size());
        for (PastMessage message : messages) {
            to.next()
                    .source(message.source())
                    .sequence(message.sequence())
                    .putPayload(message.payload(), 0, message.payload().length);
        }
        page.cursor(cursor);
        byte[] text = problem.getBytes(StandardCharsets.UTF_8);
        page.putProblem(text, 0, Math.min(text.length, LONGEST_PROBLEM));
        byte[] bytes = new byte[HEADER + page.encodedLength()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    /** @throws IllegalArgumentException when it is none, and why */
    public static HistoryAnswer decode(byte[] bytes) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (bytes.length < HEADER + HistoryPageDecoder.BLOCK_LENGTH
                || header.wrap(new UnsafeBuffer(bytes), 0).templateId() != HistoryPageDecoder.TEMPLATE_ID
                || header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new IllegalArgumentException(
                    "an answer of length=" + bytes.length + " is no HistoryPage. Who answers must be of this release");
        }
        try {
            return decode(new HistoryPageDecoder()
                    .wrap(new UnsafeBuffer(bytes), HEADER, header.blockLength(), header.version()));
        } catch (IndexOutOfBoundsException cut) {
            throw new IllegalArgumentException(
                    "an answer of length=" + bytes.length + " is a HistoryPage that is cut short", cut);
        }
    }

    private static HistoryAnswer decode(HistoryPageDecoder page) {
        long place = page.place();
        int code = page.code();
        List<HistoryMark> marks = new ArrayList<>();
        for (HistoryPageDecoder.MarksDecoder mark : page.marks()) {
            marks.add(new HistoryMark(mark.source(), mark.sequence()));
        }
        List<PastMessage> messages = new ArrayList<>();
        for (HistoryPageDecoder.MessagesDecoder message : page.messages()) {
            int source = message.source();
            long sequence = message.sequence();
            byte[] payload = new byte[message.payloadLength()];
            message.getPayload(payload, 0, payload.length);
            messages.add(new PastMessage(source, sequence, payload));
        }
        String cursor = page.cursor();
        return new HistoryAnswer(place, marks, messages, cursor, code, page.problem());
    }
}
