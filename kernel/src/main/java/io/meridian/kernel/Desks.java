package io.meridian.kernel;

import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.BookSettingsDecoder;
import io.meridian.plugin.contract.trading.BusinessDayDecoder;
import io.meridian.plugin.contract.trading.CalendarDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.CashMovementDecoder;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.CorporateActionDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PlacementDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.RiskLimitDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;

/** Which desk decides which command. */
final class Desks {
    private static final int TEMPLATES = 128;

    private final Desk[] byTemplate = new Desk[TEMPLATES];

    Desks(State state, Journal journal) {
        OrderMoves moves = new OrderMoves(state, journal);
        BookJournal books = new BookJournal(journal);
        LimitNotes notes = new LimitNotes(state.risk().limits());
        journal.notes(notes);
        PreTrade controls = new PreTrade(state, notes);
        Cancels cancels = new Cancels(state, journal);
        ControlDesk control = new ControlDesk(state, journal, cancels);
        byTemplate[InstrumentDecoder.TEMPLATE_ID] = new InstrumentDesk(state, journal);
        byTemplate[NewOrderDecoder.TEMPLATE_ID] = new NewOrderDesk(state, journal, controls);
        byTemplate[ModifyOrderDecoder.TEMPLATE_ID] = new ModifyDesk(state, journal, books, moves, controls);
        byTemplate[CancelOrderDecoder.TEMPLATE_ID] = new CancelDesk(state, journal, cancels);
        byTemplate[OrderEventDecoder.TEMPLATE_ID] = new ReportDesk(state, journal, moves);
        byTemplate[PlacementDecoder.TEMPLATE_ID] = new PlacementDesk(state, journal);
        byTemplate[FillDecoder.TEMPLATE_ID] = new FillDesk(state, journal, moves, control);
        byTemplate[QuoteDecoder.TEMPLATE_ID] = MarkDesk.ofQuotes(state, journal, books);
        byTemplate[TradeDecoder.TEMPLATE_ID] = MarkDesk.ofTrades(state, journal, books);
        byTemplate[BarDecoder.TEMPLATE_ID] = MarkDesk.ofBars(state, journal, books);
        byTemplate[CashMovementDecoder.TEMPLATE_ID] = new CashDesk(state, journal, books);
        byTemplate[CorporateActionDecoder.TEMPLATE_ID] = new ActionDesk(state, journal, books);
        byTemplate[BookSettingsDecoder.TEMPLATE_ID] = new SettingsDesk(journal, books);
        byTemplate[CalendarDecoder.TEMPLATE_ID] = new CalendarDesk(journal, books);
        byTemplate[AllocationDecoder.TEMPLATE_ID] = new AllocationDesk(state, journal);
        byTemplate[RiskLimitDecoder.TEMPLATE_ID] = new LimitDesk(state, journal);
        byTemplate[ControlEventDecoder.TEMPLATE_ID] = control;
        byTemplate[BusinessDayDecoder.TEMPLATE_ID] = new DayDesk(state, journal, books);
    }

    /** The desk, or null when commands of this template are not taken. */
    Desk of(int template) {
        return template < TEMPLATES ? byTemplate[template] : null;
    }
}
