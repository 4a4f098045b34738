package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.Responder;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.MarketStore;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreExport;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers on the bus what people ask of the store while the service has it open. A second thread does what takes long, so that neither the bus nor
 * the writing waits for it; one question after the other.
 */
final class StoreDesk {
    private static final long END_S = 20;

    /** On some engines questions come among all other messages, which have to be read past as fast as they come. */
    private static final int ROUND = 256;

    static final String CONTENTS = "contents";
    static final String EXPORT = "export";
    static final String IMPORT = "import";
    static final String ROWS = "rows";
    static final String TRADING = "trading";
    static final String MARKET = "market";
    /** Of a part of the contents: some 130 bytes each, within the least that any bus carries. */
    static final int SERIES_A_PART = 500;

    private final MarketStore store;
    private final StoreWriter writer;
    private final String place;
    private final Consumer<String> log;
    private final Responder responder;
    private final Queue<Open> open = new ArrayDeque<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-reader").daemon().factory());
    private volatile boolean exporting;
    private Contents looked;

    /** A question that is not answered yet. */
    private record Open(Reply reply, CompletableFuture<Fields> answer) {}

    /** @param place as those who ask must name it: another store is not this one */
    StoreDesk(Bus bus, MarketStore store, StoreWriter writer, String place, Consumer<String> log) {
        this.store = store;
        this.writer = writer;
        this.place = place;
        this.log = log;
        responder = bus.respond(TopicPattern.of(TopicTemplate.STORE.pattern()), this::onQuestion);
    }

    private void onQuestion(Message message, Reply reply) {
        String question =
                message.topic().name().substring(message.topic().name().lastIndexOf('.') + 1);
        CompletableFuture<Fields> answer;
        try {
            answer = answer(question, Fields.decode(message.buffer(), message.offset(), message.length()))
                    .exceptionally(StoreDesk::failure);
        } catch (RuntimeException unreadable) {
            answer = CompletableFuture.completedFuture(
                    Fields.failed("The question '" + question + "' cannot be read: " + unreadable.getMessage() + "."));
        }
        open.add(new Open(reply.keep(), answer));
    }

    private CompletableFuture<Fields> answer(String question, Fields asked) {
        String about = asked.lines().getFirst().getFirst();
        if (!about.isEmpty() && !about.equals(place)) {
            return CompletableFuture.completedFuture(Fields.failed("The store service of this deployment has " + place
                    + " open, not " + about + ". Name that one, or none."));
        }
        List<String> given = asked.lines().getLast();
        return switch (question) {
            case ROWS ->
                writer.on(MarketStore::total)
                        .thenApply(total ->
                                Fields.ok(List.of(List.of(Long.toString(total.rows()), Long.toString(total.bytes())))));
            case CONTENTS -> contents(Integer.parseInt(given.getFirst()));
            case EXPORT -> export(ExportOrder.decode(given));
            case TRADING -> trading(TradingOrder.decode(given));
            case MARKET -> market(MarketOrder.decode(given));
            case IMPORT -> imported(ImportOrder.decode(given));
            default ->
                CompletableFuture.completedFuture(Fields.failed("The store service does not know the question '"
                        + question + "'. It may be older than this command: start it anew."));
        };
    }

    private CompletableFuture<Fields> contents(int from) {
        return writer.on(MarketStore::total)
                .thenApplyAsync(
                        total -> {
                            if (from == 0) {
                                looked = Contents.of(store, total.bytes());
                            }
                            return Fields.ok(looked.encode(from, SERIES_A_PART));
                        },
                        thread);
    }

    private CompletableFuture<Fields> export(ExportOrder order) {
        return CompletableFuture.supplyAsync(
                () -> {
                    exporting = true;
                    try {
                        StoreExport.Written written =
                                StoreExport.write(store, order.selection(), order.folder(), order.force());
                        log.accept("exported " + written.total() + " rows to " + order.folder());
                        return Fields.ok(StoreLine.encode(written));
                    } finally {
                        exporting = false;
                    }
                },
                thread);
    }

    private CompletableFuture<Fields> trading(TradingOrder order) {
        return CompletableFuture.supplyAsync(() -> Fields.ok(TradingOrder.encode(order.read(store))), thread);
    }

    private CompletableFuture<Fields> market(MarketOrder order) {
        return CompletableFuture.supplyAsync(() -> Fields.ok(order.read(store)), thread);
    }

    private CompletableFuture<Fields> imported(ImportOrder order) {
        return CompletableFuture.supplyAsync(
                () -> Fields.ok(new FileImport(
                                order,
                                store::contents,
                                batch -> writer.untilDone(each -> each.append(batch))
                                        .join(),
                                instruments -> writer.untilDone(each -> each.define(instruments))
                                        .join(),
                                log)
                        .run()
                        .encode()),
                thread);
    }

    private static Fields failure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof StoreException)) {
            cause = cause.getCause();
        }
        return Fields.failed(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    /** Whether rows that are removed now would not give back their room yet. */
    boolean isExporting() {
        return exporting;
    }

    /** Takes questions and gives answers that are ready. Never waits. */
    int work() {
        int work = responder.poll(ROUND);
        for (int i = open.size(); i > 0; i--) {
            Open question = open.remove();
            if (!question.answer().isDone() || !answered(question)) {
                open.add(question);
            } else {
                work++;
            }
        }
        return work;
    }

    private boolean answered(Open question) {
        bytes.wrap(question.answer().join().encode());
        long result = question.reply().send(bytes, 0, bytes.capacity());
        // Who asked and is gone does not hear it.
        return result != PublishResult.BACK_PRESSURED && result != PublishResult.NOT_CONNECTED;
    }

    /** Hears no more questions, and waits a while for what it does. @return false: it still reads the store */
    boolean end() {
        responder.close();
        thread.shutdown();
        store.market().cancel();
        try {
            return thread.awaitTermination(END_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
