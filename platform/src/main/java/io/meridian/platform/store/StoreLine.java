package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Requester;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.marketfiles.DataKind;
import io.meridian.platform.act.ActPublisher;
import io.meridian.platform.cli.Asking;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.platform.stack.StackBus;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.MarketStore;
import io.meridian.storage.StoreExport;
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.StoredSeries;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way of a command to the store: it opens the store itself, and when the service has it open, asks the service. The same is done either
 * way.
 */
public final class StoreLine {
    /** How long it may take until the service has the question. */
    private static final long TAKE_NS = TimeUnit.SECONDS.toNanos(30);
    /** How long the service may work on one question. */
    private static final long ANSWER_NS = TimeUnit.HOURS.toNanos(2);

    /** Who tells of what was done to data. */
    static final String TELLER = "data";

    private final StackBus stack;
    private final Settings settings;
    private final Path folder;
    private final String place;

    /** @param given the store's folder; null: that of setting {@code storage.dir}, else that of the stack */
    public StoreLine(StackBus stack, Path given) {
        this.stack = stack;
        settings = new BusOptions().with(stack.storage()).read();
        Path dir = given != null ? given : settings.find(StorageSettings.DIR).orElseGet(stack::store);
        folder = dir.toAbsolutePath().normalize();
        place = StorePlace.name(settings, folder);
    }

    /** What people call the store. */
    String place() {
        return place;
    }

    Contents contents() {
        return either(true, store -> Contents.of(store, store.total().bytes()), this::askForContents);
    }

    private Contents askForContents(Line service) {
        List<StoredSeries> series = new ArrayList<>();
        while (true) {
            List<List<String>> part = service.ask(StoreDesk.CONTENTS, List.of(Integer.toString(series.size())));
            Contents contents = Contents.decode(part, series);
            series = contents.series();
            if (series.size() >= Contents.count(part) || part.size() == 1) {
                return contents;
            }
        }
    }

    /** Writes what is wanted of it as files. @param tells whether it is told on the bus as an act: it is where the files are for a person */
    public StoreExport.Written export(ExportOrder order, boolean tells) {
        return either(
                true,
                store -> {
                    StoreExport.Written done =
                            StoreExport.write(store, order.selection(), order.folder(), order.force());
                    if (tells) {
                        tell(StoreDesk.EXPORT, order.encode());
                    }
                    return done;
                },
                service -> decode(service.ask(StoreDesk.EXPORT, order.encode())));
    }

    /** At most so many rows: the newest first, or of {@code latest} by subject. */
    List<TradingRow> trading(TradingQuery query, boolean latest, int most) {
        return either(
                true,
                store -> pages(query, latest, most, order -> order.read(store)),
                service -> pages(
                        query,
                        latest,
                        most,
                        order -> order.decodeRows(service.ask(StoreDesk.TRADING, order.encode()))));
    }

    private static List<TradingRow> pages(
            TradingQuery query, boolean latest, int most, Function<TradingOrder, List<TradingRow>> read) {
        List<TradingRow> rows = new ArrayList<>();
        TradingOrder order = new TradingOrder(query, latest, latest ? 0 : Long.MAX_VALUE);
        while (true) {
            List<TradingRow> page = read.apply(order);
            rows.addAll(page);
            if (page.size() < TradingOrder.PAGE || rows.size() >= most) {
                return rows.subList(0, Math.min(most, rows.size()));
            }
            order = new TradingOrder(
                    query, latest, latest ? rows.size() : page.getLast().came());
        }
    }

    /** At most so many lines of market data, in the order that they are asked in. */
    List<List<String>> market(MarketOrder order, int most) {
        return either(
                true,
                store -> pages(order, most, page -> page.read(store)),
                service -> pages(order, most, page -> service.ask(StoreDesk.MARKET, page.encode())));
    }

    private static List<List<String>> pages(
            MarketOrder first, int most, Function<MarketOrder, List<List<String>>> read) {
        List<List<String>> lines = new ArrayList<>();
        MarketOrder order = first;
        while (true) {
            List<List<String>> page = read.apply(order);
            lines.addAll(page);
            if (page.size() < MarketOrder.PAGE || lines.size() >= most) {
                return lines.subList(0, Math.min(most, lines.size()));
            }
            order = order.after(page.getLast());
        }
    }

    FileImport.Done imports(ImportOrder order, Consumer<String> progress) {
        return either(
                false,
                store -> {
                    FileImport.Done done =
                            new FileImport(order, store::contents, store::append, store::define, progress).run();
                    tell(StoreDesk.IMPORT, order.encode());
                    return done;
                },
                service -> {
                    progress.accept("The store service imports it; its log says how far it is.");
                    return FileImport.Done.decode(service.ask(StoreDesk.IMPORT, order.encode()));
                });
    }

    private void tell(String question, List<String> order) {
        ActPublisher.tellOfCommand(
                stack,
                TELLER,
                act(question, ActPublisher.osUser(), place, order).change("", "done"));
    }

    /** What somebody does to data. @param place the store; empty: that of the service */
    static ControlAct act(String question, String by, String place, List<String> order) {
        return ControlAct.of("DATA_" + question.toUpperCase(Locale.ROOT))
                .by(by)
                .on(place.isEmpty() ? "store" : place)
                .detail(String.join(" ", order));
    }

    /** @return how many rows of each kind were removed, or would be */
    Map<DataKind, Long> remove(RemoveOrder order) {
        return either(
                order.dry(),
                order::run,
                service -> RemoveOrder.decodeRows(service.ask(StoreDesk.REMOVE, order.encode())));
    }

    private <T> T either(boolean existing, Function<MarketStore, T> own, Function<Line, T> byService) {
        StoreInUseException used;
        try (MarketStore store = StorePlace.open(settings, folder, existing)) {
            return own.apply(store);
        } catch (StoreInUseException inUse) {
            used = inUse;
        }
        Bus bus;
        try {
            bus = stack.connectPatiently();
        } catch (CommandException none) {
            throw CommandException.failed(used.getMessage() + " If that is the store service, this command asks it over"
                    + " the bus, and: " + none.getMessage());
        }
        try (bus) {
            return byService.apply(new Line(bus, used));
        }
    }

    /** The bus to the service. */
    private final class Line {
        private final Requester requester;
        private final StoreInUseException used;

        private Line(Bus bus, StoreInUseException used) {
            requester = bus.requester();
            this.used = used;
        }

        /** @return the lines of its answer */
        List<List<String>> ask(String question, List<String> given) {
            Topic topic = Topic.of(TopicTemplate.STORE.topic(question));
            Asking<Fields> asking = new Asking<>(requester, topic, ANSWER_NS, Fields::decode);
            UnsafeBuffer bytes =
                    new UnsafeBuffer(new Fields(List.of(List.of(place, ActPublisher.osUser()), given)).encode());
            Fields answer = asking.once(bytes, bytes.capacity(), System.nanoTime() + TAKE_NS);
            if (answer == null) {
                throw CommandException.failed(
                        asking.isInDoubt()
                                ? "The store service took the question and did not answer. Look at its log."
                                : used.getMessage()
                                        + " It does not answer on the bus, so it is no store service of this"
                                        + " deployment.");
            }
            if (!answer.isOk()) {
                throw CommandException.failed(answer.why());
            }
            return answer.data();
        }
    }

    static List<List<String>> encode(StoreExport.Written written) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(Integer.toString(written.instruments())));
        written.rows().forEach((kind, rows) -> lines.add(List.of(kind.name(), rows.toString())));
        return lines;
    }

    private static StoreExport.Written decode(List<List<String>> lines) {
        Map<DataKind, Long> rows = new EnumMap<>(DataKind.class);
        for (List<String> line : lines.subList(1, lines.size())) {
            rows.put(DataKind.valueOf(line.get(0)), Long.parseLong(line.get(1)));
        }
        return new StoreExport.Written(rows, Integer.parseInt(lines.getFirst().getFirst()));
    }
}
