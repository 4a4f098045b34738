package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.Responder;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.marketfiles.DataKind;
import io.meridian.platform.act.ActPublisher;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.MarketStore;
import io.meridian.storage.Retention;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreExport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
    static final String REMOVE = "remove";
    static final String ROWS = "rows";
    static final String TRADING = "trading";
    static final String MARKET = "market";
    static final String KEPT = "kept";
    /** Of a part of the contents: some 130 bytes each, within the least that any bus carries. */
    static final int SERIES_A_PART = 500;

    private final MarketStore store;
    private final StoreWriter writer;
    private final Retention retention;
    private final String place;
    private final Consumer<String> log;
    private final Responder responder;
    private final ActPublisher acts;
    private final OpenQuestions open = new OpenQuestions();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-reader").daemon().factory());
    private volatile boolean exporting;
    private Contents looked;

    /** An act that is told before its answer is given: what somebody heard is on record. */
    private final class Telling implements BooleanSupplier {
        private final ControlAct act;
        private final CompletableFuture<Fields> answer;
        /** 0: it is not told yet. */
        private long told;

        Telling(ControlAct act, CompletableFuture<Fields> answer) {
            this.act = act;
            this.answer = answer;
        }

        @Override
        public boolean getAsBoolean() {
            if (told <= 0) {
                Fields given = answer.join();
                told = acts.offer(act.change("", given.isOk() ? "done" : "failed: " + given.why()));
            }
            return told > 0 && acts.isStored(told);
        }
    }

    /** @param place as those who ask must name it: another store is not this one */
    StoreDesk(Bus bus, MarketStore store, StoreWriter writer, Retention retention, String place, Consumer<String> log) {
        this.store = store;
        this.writer = writer;
        this.retention = retention;
        this.place = place;
        this.log = log;
        acts = new ActPublisher(bus, StoreLine.TELLER);
        responder = bus.respond(TopicPattern.of(TopicTemplate.STORE.pattern()), this::onQuestion);
    }

    private void onQuestion(Message message, Reply reply) {
        String question =
                message.topic().name().substring(message.topic().name().lastIndexOf('.') + 1);
        CompletableFuture<Fields> answer;
        ControlAct act = null;
        try {
            Fields asked = Fields.decode(message.buffer(), message.offset(), message.length());
            act = act(question, asked);
            answer = answer(question, asked).exceptionally(StoreDesk::failure);
        } catch (RuntimeException unreadable) {
            answer = CompletableFuture.completedFuture(
                    Fields.failed("The question '" + question + "' cannot be read: " + unreadable.getMessage() + "."));
        }
        open.add(reply.keep(), answer.thenApply(Fields::encode), act == null ? () -> true : new Telling(act, answer));
    }

    /** What gives data out, or changes it, is told as an act: the bus keeps no requests. */
    private static ControlAct act(String question, Fields asked) {
        return question.equals(EXPORT) || question.equals(IMPORT)
                ? StoreLine.act(
                        question,
                        asked.lines().getFirst().size() > 1
                                ? asked.lines().getFirst().get(1)
                                : "",
                        asked.lines().getFirst().getFirst(),
                        asked.lines().getLast())
                : null;
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
            case KEPT ->
                writer.on(Kept.Stock::of)
                        .thenApplyAsync(
                                stock -> Fields.ok(
                                        Kept.lines(stock, store.trading().counts(), retention)),
                                thread);
            case CONTENTS -> contents(Integer.parseInt(given.getFirst()));
            case EXPORT -> export(ExportOrder.decode(given));
            case TRADING -> trading(TradingOrder.decode(given));
            case MARKET -> market(MarketOrder.decode(given));
            case REMOVE -> removed(RemoveOrder.decode(given));
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

    private CompletableFuture<Fields> removed(RemoveOrder order) {
        CompletableFuture<Map<DataKind, Long>> rows =
                order.dry() ? CompletableFuture.supplyAsync(() -> order.run(store), thread) : writer.on(order::run);
        return rows.thenApply(found -> {
            if (!order.dry()) {
                log.accept("removed of what was imported: " + found);
            }
            return Fields.ok(RemoveOrder.encode(found));
        });
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
        return responder.poll(ROUND) + open.work();
    }

    /** The thread that reads the store. */
    Executor reader() {
        return thread;
    }

    /** Hears no more questions, and waits a while for what it does. @return false: it still reads the store */
    boolean end() {
        responder.close();
        acts.close();
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
