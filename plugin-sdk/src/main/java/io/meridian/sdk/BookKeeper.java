package io.meridian.sdk;

import io.meridian.plugin.contract.trading.CashEncoder;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.ReportWriter;

/** Keeps what portfolios hold. It overrides {@code onFill}, and says what it finds. */
public abstract class BookKeeper extends Plugin {
    private final ReportWriter reports = new ReportWriter();
    private final EventWriter events = new EventWriter();
    private final Encoding encoding = new Encoding();

    /** Publishes a position on {@code platform.bor.position.{portfolio}}. */
    protected final long position(
            String portfolio, String venue, String symbol, String currency, double quantity, double averagePrice) {
        events.position(
                encoding.scratch(), 0, clock().nanoTime(), portfolio, venue, symbol, currency, quantity, averagePrice);
        return encoding.publish(
                context(),
                Topics.position(portfolio),
                PositionEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.POSITION);
    }

    /** Publishes cash on {@code platform.bor.cash.{portfolio}}. */
    protected final long cash(String portfolio, String currency, double balance, double reserved) {
        int length = reports.cash(encoding.scratch(), 0, clock().nanoTime(), portfolio, currency, balance, reserved);
        return encoding.publish(
                context(), Topics.cash(portfolio), CashEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
    }
}
