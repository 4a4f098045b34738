package io.meridian.sdk;

import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.HistoryRequestEncoder;
import io.meridian.sdk.event.Message;
import java.time.Duration;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the past of a topic page by page: the next one is asked for when the last one was taken. */
final class PastReader {
    /** A page of a few hundred messages; fits into the shared memory of a sidecar as it comes. */
    static final int ROOM = 60_000;

    static final String ACTION = "history";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PluginContext context;
    private final String topic;
    private final String asked;
    private final Consumer<HistoryAnswer> pages;
    private final Consumer<Refused> refusals;
    private HistoryQuestion question;
    private boolean closed;

    /** @param topic whose past is kept, as {@link HistoryTopics#of} checks */
    PastReader(
            PluginContext context,
            String topic,
            HistoryQuestion question,
            Consumer<HistoryAnswer> pages,
            Consumer<Refused> refusals) {
        this.context = context;
        this.topic = topic;
        this.question = question;
        this.pages = pages;
        this.refusals = refusals;
        asked = HistoryTopics.of(topic);
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Asks for the page that comes next, also again after a refusal. */
    void ask() {
        context.request(
                asked,
                HistoryRequestEncoder.TEMPLATE_ID,
                Schemas.TRADING_VERSION,
                question.encode(context.clock().nanoTime()),
                PATIENCE,
                this::onReply);
    }

    private void onReply(Reply reply) {
        if (closed) {
            return;
        }
        if (!reply.isOk()) {
            if (reply.refused().code() == RefusalCode.TOO_LARGE && question.room() / 2 >= HistoryQuestion.LEAST_ROOM) {
                // The shared memory is smaller than usual.
                question = question.within(question.room() / 2);
                ask();
            } else {
                refused(reply.refused());
            }
            return;
        }
        HistoryAnswer answer;
        try {
            answer = HistoryAnswer.decode(reply.payload());
        } catch (IllegalArgumentException none) {
            refused(RefusalCode.UNSUPPORTED, none.getMessage());
            return;
        }
        if (answer.isRefused()) {
            refused(RefusalCode.of(answer.code()), answer.problem());
            return;
        }
        boolean more = !answer.cursor().isEmpty();
        try {
            pages.accept(answer);
        } finally {
            if (!more) {
                closed = true;
            } else if (!closed) {
                question = question.from(answer.cursor());
                ask();
            }
        }
    }

    private void refused(Refused by) {
        String next =
                by.code() == RefusalCode.NO_RESPONDER ? " A store answers: run 'meridian store' on this bus." : "";
        refusals.accept(new Refused(ACTION, topic, 0, by.code(), text(by.text()) + next, by.rule(), by.howToAsk()));
    }

    private void refused(RefusalCode code, String why) {
        refusals.accept(new Refused(ACTION, topic, 0, code, text(why), "", ""));
    }

    private String text(String why) {
        return "the past of topic=" + topic + " is not given: " + why;
    }

    /** As it would have been delivered; it is of the past. */
    static Message message(String topic, PastMessage past) {
        int head = MessageHeaderEncoder.ENCODED_LENGTH + DeliverEncoder.BLOCK_LENGTH;
        UnsafeBuffer frame = new UnsafeBuffer(new byte[head + past.payload().length]);
        int template = past.template();
        long timeNs = template == 0 ? 0 : past.timeNs();
        new DeliverEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .source(past.source())
                .sequence(past.sequence())
                .schemaId(template)
                .schemaVersion(template == 0 ? 0 : past.version())
                .eventTime(timeNs)
                .initTime(timeNs)
                .publishTime(timeNs)
                .attempt((short) 1)
                .flags()
                .clear();
        frame.putBytes(head, past.payload());
        return new Message().wrap(frame, 0, frame.capacity(), topic, true);
    }
}
