package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.Responder;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.MarketStore;
import io.meridian.storage.StoreException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Answers plugins that ask for the past. Who may ask for what, their sidecars decide. A first page is of one moment: of all that had come to the service by
 * then, which is stored before it is read.
 */
final class HistoryDesk {
    private static final int ROUND = 256;
    private static final int MOST_OPEN = 1_000;
    /** When messages come without a pause, a question must not wait for one for ever. */
    private static final long MOST_BEHIND_NS = 200_000_000;

    private final MarketStore store;
    private final StoreWriter writer;
    private final Executor reader;
    private final Intake intake;
    private final EpochNanoClock clock;
    private final Responder responder;
    private final OpenQuestions open = new OpenQuestions();
    private final Queue<First> first = new ArrayDeque<>();

    /** A question for a first page that is not asked of the store yet. */
    private record First(HistoryOrder order, long sinceNs, CompletableFuture<byte[]> answer) {}

    /** @param reader the thread that reads the store */
    HistoryDesk(Bus bus, MarketStore store, StoreWriter writer, Executor reader, Intake intake, EpochNanoClock clock) {
        this.store = store;
        this.writer = writer;
        this.reader = reader;
        this.intake = intake;
        this.clock = clock;
        responder = bus.respond(TopicPattern.of(TopicTemplate.HISTORY.pattern()), this::onQuestion);
    }

    private void onQuestion(Message message, Reply reply) {
        open.add(reply.keep(), answer(message));
    }

    private CompletableFuture<byte[]> answer(Message message) {
        if (open.size() >= MOST_OPEN) {
            return refused(
                    Refusal.Code.NOT_READY,
                    "the store has " + MOST_OPEN + " questions to answer before this one. Ask again later");
        }
        HistoryOrder order;
        try {
            String asked = message.topic().name();
            String topic = HistoryTopics.dataOf(asked)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "topic=" + asked + " is none to ask on: only quotes, trades and bars are kept"));
            order = HistoryOrder.of(
                    topic, HistoryQuestion.decode(message.buffer(), message.offset(), message.length()));
        } catch (RuntimeException wrong) {
            return refused(Refusal.Code.INVALID, "the question cannot be answered: " + wrong.getMessage());
        }
        if (order.question().isFirst()) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            first.add(new First(order, clock.nanoTime(), answer));
            return answer;
        }
        return read(CompletableFuture.completedFuture(0L), order, List.of());
    }

    private CompletableFuture<byte[]> refused(Refusal.Code code, String problem) {
        return CompletableFuture.completedFuture(
                HistoryAnswer.refused(code.getNumber(), problem).encode(clock.nanoTime()));
    }

    private CompletableFuture<byte[]> read(CompletableFuture<Long> came, HistoryOrder order, List<HistoryMark> marks) {
        return came.thenApplyAsync(last -> order.read(store.market(), last, marks), reader)
                .exceptionally(HistoryDesk::failure)
                .thenApply(answer -> answer.encode(clock.nanoTime()));
    }

    private static HistoryAnswer failure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        Refusal.Code code = cause instanceof StoreException ? Refusal.Code.NOT_READY : Refusal.Code.INVALID;
        return HistoryAnswer.refused(code.getNumber(), "the store was not read: " + cause.getMessage());
    }

    /** Takes questions and gives answers that are ready. Never waits. */
    int work() {
        return responder.poll(ROUND) + open.work();
    }

    /**
     * Asks the store for first pages.
     *
     * @param caughtUp whether all messages that were there when the questions came are in batches
     * @param pass     passes the batch that is being filled on to the writer
     */
    void ask(boolean caughtUp, Runnable pass) {
        First next = first.peek();
        if (next == null || !caughtUp && clock.nanoTime() - next.sinceNs() < MOST_BEHIND_NS) {
            return;
        }
        pass.run();
        for (next = first.poll(); next != null; next = first.poll()) {
            HistoryOrder order = next.order();
            List<HistoryMark> marks = intake.marks(order.topic());
            CompletableFuture<byte[]> answer = next.answer();
            // Behind the batches that are on their way: so what the marks say is stored.
            read(writer.on(written -> written.came(order.kind())), order, marks).thenAccept(answer::complete);
        }
    }

    void end() {
        responder.close();
    }
}
