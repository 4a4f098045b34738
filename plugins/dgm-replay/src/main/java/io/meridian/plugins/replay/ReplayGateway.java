package io.meridian.plugins.replay;

import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.sdk.DataGateway;
import io.meridian.sdk.Health;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.InstrumentWriter;
import io.meridian.sdk.event.MarketData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays quotes, trades and bars from files, with the times they had. Its pool makes its sidecar flag them as replayed. */
@MeridianPlugin(
        id = "dgm-replay",
        description = "Plays quotes, trades and bars from CSV and Parquet files, flagged as replayed",
        pool = Pool.REPLAY,
        publishes = {
            "platform.data.instrument.**",
            "platform.data.quote.**",
            "platform.data.trade.**",
            "platform.data.bar.**"
        },
        settings = ReplayOptions.class)
public final class ReplayGateway extends DataGateway<Void, Void> {
    private static final Duration STEP = Duration.ofMillis(1);
    /** Those who come late must learn of instruments too. */
    private static final Duration INSTRUMENTS_AGAIN = Duration.ofSeconds(10);
    /** So many rows, and then the plugin looks after its other duties. */
    private static final int MOST_AT_ONCE = 5_000;

    private static final int SETTLEMENT_DAYS = 1;

    private final RowEncoder encoder = new RowEncoder();
    private final Instruments known = new Instruments();
    private ReplayOptions options;
    private MarketCursor cursor;
    private boolean hasRow;
    private double pace;
    private long startNs;
    private long firstEventNs;
    private long published;
    private long denied;
    private long skipped;
    private String failure;

    /** @throws MarketDataException when the files cannot be read */
    @Override
    public void openStream() {
        options = settings(ReplayOptions.class);
        pace = options.pace();
        open();
        for (InstrumentDefinition defined : cursor.instruments()) {
            tell(terms(defined));
        }
        if (!hasRow) {
            log().warn("there is nothing to play", "file", options.file());
        }
        every("instruments", INSTRUMENTS_AGAIN);
        every(STEP, this::step);
        startNs = clock().nanoTime() + options.startAfter().toNanos();
    }

    private void open() {
        cursor = MarketFiles.open(options.file(), options.selection(), options.fileOptions());
        hasRow = cursor.next();
        if (hasRow) {
            firstEventNs = cursor.row().timeNs();
        }
    }

    private static InstrumentWriter.Terms terms(InstrumentDefinition defined) {
        return new InstrumentWriter.Terms(
                defined.venue(),
                defined.symbol(),
                defined.currency(),
                defined.kind(),
                defined.tickSize().toDouble(),
                defined.lotSize().toDouble(),
                defined.settlementDays(),
                defined.title());
    }

    private void step() {
        long nowNs = clock().nanoTime();
        if (!hasRow || nowNs < startNs) {
            return;
        }
        try {
            play(dueNs(nowNs));
        } catch (MarketDataException broken) {
            stop(broken.getMessage());
        }
    }

    /** Up to which event it is time to play. */
    private long dueNs(long nowNs) {
        double ahead = (nowNs - startNs) * pace;
        return ahead >= Long.MAX_VALUE - Math.max(0, firstEventNs) ? Long.MAX_VALUE : firstEventNs + (long) ahead;
    }

    private void play(long dueNs) {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            MarketRow row = cursor.row();
            if (row.timeNs() > dueNs || !publish(row)) {
                return;
            }
            hasRow = cursor.next();
            if (!hasRow) {
                end();
                return;
            }
        }
    }

    /** @return false: the bus pushes back, and the row is to be tried again */
    private boolean publish(MarketRow row) {
        if (known.add(row.venue(), row.symbol())) {
            tell(new InstrumentWriter.Terms(
                    row.venue(),
                    row.symbol(),
                    row.currency(),
                    InstrumentKind.EQUITY,
                    options.tickSize().doubleValue(),
                    options.lotSize().doubleValue(),
                    SETTLEMENT_DAYS,
                    row.symbol()));
        }
        Publisher to = publisher(kind(row), row.venue(), row.symbol());
        long tag = to.claim(row.templateId(), RowEncoder.VERSION, RowEncoder.length(row));
        if (tag == Publisher.BACK_PRESSURED || tag == Publisher.NOT_CONNECTED) {
            return false;
        }
        if (tag < 0) {
            denied++;
            return true;
        }
        to.eventTime(row.timeNs());
        encoder.encode(row, row.timeNs(), to.buffer(), to.offset());
        to.commit();
        published++;
        return true;
    }

    private static MarketData.Kind kind(MarketRow row) {
        return switch (row.kind()) {
            case QUOTE -> MarketData.Kind.QUOTE;
            case TRADE -> MarketData.Kind.TRADE;
            case BAR -> MarketData.Kind.BAR;
        };
    }

    private void tell(InstrumentWriter.Terms terms) {
        known.add(terms);
        instrument(terms);
    }

    @Override
    public void onTimer(Timer timer) {
        known.all().forEach(this::instrument);
        figures();
    }

    private void figures() {
        figure("published", published);
        figure("denied", denied);
        figure("skipped", skipped + (cursor == null ? 0 : cursor.skipped()));
    }

    private void end() {
        List<String> left = new ArrayList<>(cursor.firstSkipped());
        log().info(
                        "played to the end",
                        "published",
                        published,
                        "denied",
                        denied,
                        "skipped",
                        skipped + cursor.skipped());
        left.forEach(row -> log().warn("a row was left out, the first of its file", "why", row));
        if (options.loop()) {
            skipped += cursor.skipped();
            cursor.close();
            cursor = null;
            open();
            startNs = clock().nanoTime();
        }
        figures();
    }

    private void stop(String why) {
        failure = why;
        hasRow = false;
        log().error("the replay stopped", "why", why);
    }

    @Override
    public Health health() {
        return failure == null ? Health.HEALTHY : Health.degraded(failure);
    }

    @Override
    public void closeStream() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
        hasRow = false;
    }
}
