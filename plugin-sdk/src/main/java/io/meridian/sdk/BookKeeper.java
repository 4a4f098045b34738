package io.meridian.sdk;

import io.meridian.plugin.contract.trading.CashEncoder;
import io.meridian.plugin.contract.trading.NetAssetValueEncoder;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.sdk.event.BookWriter;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.ReportWriter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Keeps what portfolios hold. It overrides {@code onFill}, and says what it finds:
 *
 * <pre>{@code
 * public void onFill(Fill fill) {
 *     if (isNew(fill)) {
 *         double held = positions.merge(fill.symbol(), fill.signedQuantity(), Double::sum);
 *         position(fill.portfolio(), fill.venue(), fill.symbol(), fill.currency(), held, fill.price());
 *     }
 * }
 * }</pre>
 */
public abstract class BookKeeper extends Plugin {
    private final ReportWriter reports = new ReportWriter();
    private final EventWriter events = new EventWriter();
    private final BookWriter books = new BookWriter();
    private final Encoding encoding = new Encoding();
    private final KnownFills fills = new KnownFills();
    private final TopicsByName positions = new TopicsByName(Topics::position);
    private final TopicsByName values = new TopicsByName(Topics::netAssetValue);
    private final TopicsByName cash = new TopicsByName(Topics::cash);

    /**
     * Whether a fill comes for the first time, and counts it as known from now on. The same one may come again: after a crash,
     * or because a venue said it twice. With {@code state = SNAPSHOT} what is known outlives a crash.
     */
    protected final boolean isNew(Fill fill) {
        return fills.isNew(fill);
    }

    /** Publishes a position on {@code platform.bor.position.{portfolio}}. */
    protected final long position(
            String portfolio, String venue, String symbol, String currency, double quantity, double averagePrice) {
        events.position(
                encoding.scratch(), 0, clock().nanoTime(), portfolio, venue, symbol, currency, quantity, averagePrice);
        return encoding.publish(
                context(),
                positions.of(portfolio),
                PositionEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.POSITION);
    }

    /** As the other, with everything that is known of it. */
    protected final long position(BookWriter.PositionValues position) {
        int length = books.position(encoding.scratch(), 0, clock().nanoTime(), position);
        return encoding.publish(
                context(),
                positions.of(position.portfolio()),
                PositionEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                length);
    }

    /** Publishes what a portfolio is worth on {@code platform.bor.nav.{portfolio}}. */
    protected final long netAssetValue(BookWriter.ValueOf of) {
        int length = books.netAssetValue(encoding.scratch(), 0, clock().nanoTime(), of);
        return encoding.publish(
                context(), values.of(of.portfolio()), NetAssetValueEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
    }

    /** Publishes cash on {@code platform.bor.cash.{portfolio}}. */
    protected final long cash(String portfolio, String currency, double balance, double reserved) {
        int length = reports.cash(encoding.scratch(), 0, clock().nanoTime(), portfolio, currency, balance, reserved);
        return encoding.publish(context(), cash.of(portfolio), CashEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
    }

    @Override
    final void saveRole(DataOutput out) throws IOException {
        fills.save(out);
    }

    @Override
    final void loadRole(DataInput in) throws IOException {
        fills.load(in);
    }
}
