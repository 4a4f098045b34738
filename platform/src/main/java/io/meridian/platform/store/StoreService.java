package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.storage.MarketStore;
import io.meridian.storage.Retention;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoredMark;
import io.meridian.storage.spool.Spool;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Market data and trading from the bus into the store. This thread reads the bus and fills batches; {@link StoreWriter} stores them, {@link StoreDesk}
 * answers people's questions, {@link HistoryDesk} those of plugins. Subscriptions to market data are lossy: a store that is slow must not slow the market, and what it misses is counted.
 * {@link TradingFeed} misses nothing.
 */
final class StoreService implements Agent {
    private static final int ROUND = 256;
    private static final String[] PATTERNS = {
        "platform.data.instrument.**", "platform.data.quote.**", "platform.data.trade.**", "platform.data.bar.**"
    };

    private final MarketStore store;
    private final EpochNanoClock clock;
    private final int batchRows;
    private final long batchNs;
    private final Retention retention;
    private final long checkNs;
    private final StoreFigures figures = new StoreFigures();
    private final Intake intake;
    private final StoreWriter writer;
    private final StoreDesk desk;
    private final HistoryDesk history;
    private final TradingFeed trading;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private RowBatch batch;
    private long filledNs;
    private long checkedNs;

    private StoreService(
            Bus bus, Settings settings, Path folder, MarketStore store, EpochNanoClock clock, Consumer<String> log) {
        this.store = store;
        this.clock = clock;
        batchRows = settings.get(StorageSettings.BATCH_ROWS);
        batchNs = settings.get(StorageSettings.BATCH_TIME).toNanos();
        retention = Keeping.of(settings);
        checkNs = settings.get(StorageSettings.CHECK_INTERVAL).toNanos();
        List<StoredMark> marks = new ArrayList<>(store.marks());
        Spool spool = spool(settings, folder, marks, log);
        if (spool != null) {
            marks.addAll(spool.marks());
        }
        intake = new Intake(store.instruments(), marks, figures, clock, log);
        writer = new StoreWriter(store, spool, batchRows, figures, clock, log);
        desk = new StoreDesk(bus, store, writer, retention, StorePlace.name(settings, folder), log);
        history = new HistoryDesk(bus, store, writer, desk.reader(), intake, clock);
        List<TradingRow> known =
                store.trading().latest(TradingQuery.all(TradingTable.INSTRUMENTS), 0, Integer.MAX_VALUE);
        trading = new TradingFeed(bus, known, writer, figures, clock, log);
        batch = writer.spare();
        // At once: what was too old while no service ran goes first.
        checkedNs = clock.nanoTime() - checkNs;
        for (String pattern : PATTERNS) {
            subscriptions.add(bus.subscribe(SubscriptionSpec.fast(pattern).withoutDuplicates(), this::onMessage));
        }
    }

    /** Opens the store and begins to listen. The store is the service's from then on. */
    static StoreService start(Bus bus, Settings settings, Path folder, EpochNanoClock clock, Consumer<String> log) {
        MarketStore store = StorePlace.open(settings, folder, false);
        try {
            log.accept("the store " + StorePlace.name(settings, folder) + ": " + store.description());
            return new StoreService(bus, settings, folder, store, clock, log);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    /** Null: there is to be none. */
    private static Spool spool(Settings settings, Path folder, List<StoredMark> marks, Consumer<String> log) {
        long most = settings.get(StorageSettings.SPOOL_SIZE);
        Path place = settings.find(StorageSettings.SPOOL_DIR).orElse(folder == null ? null : folder.resolve("spool"));
        if (most > 0 && place == null) {
            log.accept(
                    "there is no spool: while the store is away, what does not fit into memory is lost. Name a folder"
                            + " for it (setting storage.spool.dir)");
        }
        return most == 0 || place == null
                ? null
                : Spool.open(place.toAbsolutePath().normalize(), StorePlace.name(settings, folder), most, marks, log);
    }

    StoreFigures figures() {
        return figures;
    }

    private Verdict onMessage(Message message) {
        if (batch.size() == 0) {
            filledNs = clock.nanoTime();
        }
        intake.take(message, batch);
        return Verdict.ACCEPT;
    }

    @Override
    public int doWork() {
        int work = desk.work() + history.work() + trading.work();
        long lost = trading.lost();
        boolean caughtUp = true;
        for (Subscription subscription : subscriptions) {
            if (hasRoom()) {
                int most = Math.min(ROUND, batchRows - batch.size());
                int taken = subscription.poll(most);
                work += taken;
                caughtUp &= taken < most;
            } else {
                caughtUp = false;
            }
            lost += subscription.lost();
        }
        figures.lost.lazySet(lost);
        history.ask(caughtUp, this::passWhatThereIs);
        if (batch != null && batch.size() > 0 && clock.nanoTime() - filledNs >= batchNs) {
            pass();
            work++;
        }
        if (intake.hasFresh()) {
            writer.define(intake.takeFresh());
        }
        if (clock.nanoTime() - checkedNs >= checkNs && !desk.isExporting()) {
            checkedNs = clock.nanoTime();
            writer.retain(retention, checkedNs);
        }
        return work;
    }

    /** Passes on a batch that is full. @return whether there is one to fill */
    private boolean hasRoom() {
        if (batch != null && batch.size() >= batchRows) {
            pass();
        }
        if (batch == null) {
            batch = writer.spare();
        }
        return batch != null;
    }

    private void passWhatThereIs() {
        if (batch != null && batch.size() > 0) {
            pass();
        }
    }

    private void pass() {
        writer.add(batch);
        batch = writer.spare();
    }

    @Override
    public void onClose() {
        subscriptions.forEach(Subscription::close);
        if (batch != null && batch.size() > 0) {
            writer.add(batch);
        }
        trading.end();
        history.end();
        // The writer goes on until questions that it has a part in are answered.
        boolean unread = desk.end();
        writer.close();
        trading.close();
        if (unread) {
            store.close();
        }
        // Else the end of the process closes it: what is committed is safe, and to close what is read is not.
    }

    @Override
    public String roleName() {
        return "store";
    }
}
