package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.BookSnapshotDecoder;
import io.meridian.plugin.contract.trading.BookUpdateDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.CashDecoder;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.InsightDecoder;
import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.trading.InstrumentStatusDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NetAssetValueDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PlacementDecoder;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.RiskEventDecoder;
import io.meridian.plugin.contract.trading.SessionStatusDecoder;
import io.meridian.plugin.contract.trading.TargetPositionDecoder;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;

/** Finds what kind of event a message is. Holds one event of each kind, used again and again; for one thread. */
public final class Events {
    private static final int KINDS = 64;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final Event[] kinds = new Event[KINDS];
    private final int[] blockLengths = new int[KINDS];
    private final Texts names;
    private final Texts ids;

    public Events() {
        this(Texts.ofNames(), Texts.ofIds());
    }

    /** For a runtime with several plugins in one thread: what several of them read becomes one string. */
    public Events(Events alike) {
        this(alike.names, alike.ids);
    }

    private Events(Texts names, Texts ids) {
        this.names = names;
        this.ids = ids;
        add(InstrumentDecoder.TEMPLATE_ID, InstrumentDecoder.BLOCK_LENGTH, new Instrument());
        add(QuoteDecoder.TEMPLATE_ID, QuoteDecoder.BLOCK_LENGTH, new Quote());
        add(TradeDecoder.TEMPLATE_ID, TradeDecoder.BLOCK_LENGTH, new Trade());
        add(BarDecoder.TEMPLATE_ID, BarDecoder.BLOCK_LENGTH, new Bar());
        add(BookUpdateDecoder.TEMPLATE_ID, BookUpdateDecoder.BLOCK_LENGTH, new BookUpdate());
        add(BookSnapshotDecoder.TEMPLATE_ID, BookSnapshotDecoder.BLOCK_LENGTH, new BookSnapshot());
        add(InstrumentStatusDecoder.TEMPLATE_ID, InstrumentStatusDecoder.BLOCK_LENGTH, new InstrumentStatus());
        add(InsightDecoder.TEMPLATE_ID, InsightDecoder.BLOCK_LENGTH, new Insight());
        add(TargetWeightsDecoder.TEMPLATE_ID, TargetWeightsDecoder.BLOCK_LENGTH, new TargetWeights());
        add(TargetPositionDecoder.TEMPLATE_ID, TargetPositionDecoder.BLOCK_LENGTH, new TargetPosition());
        add(NewOrderDecoder.TEMPLATE_ID, NewOrderDecoder.BLOCK_LENGTH, new NewOrder());
        add(ModifyOrderDecoder.TEMPLATE_ID, ModifyOrderDecoder.BLOCK_LENGTH, new ModifyOrder());
        add(CancelOrderDecoder.TEMPLATE_ID, CancelOrderDecoder.BLOCK_LENGTH, new CancelOrder());
        add(OrderEventDecoder.TEMPLATE_ID, OrderEventDecoder.BLOCK_LENGTH, new OrderEvent());
        add(PlacementDecoder.TEMPLATE_ID, PlacementDecoder.BLOCK_LENGTH, new Placement());
        add(FillDecoder.TEMPLATE_ID, FillDecoder.BLOCK_LENGTH, new Fill());
        add(AllocationDecoder.TEMPLATE_ID, AllocationDecoder.BLOCK_LENGTH, new Allocation());
        add(PositionDecoder.TEMPLATE_ID, PositionDecoder.BLOCK_LENGTH, new Position());
        add(CashDecoder.TEMPLATE_ID, CashDecoder.BLOCK_LENGTH, new Cash());
        add(NetAssetValueDecoder.TEMPLATE_ID, NetAssetValueDecoder.BLOCK_LENGTH, new NetAssetValue());
        add(SessionStatusDecoder.TEMPLATE_ID, SessionStatusDecoder.BLOCK_LENGTH, new SessionStatus());
        add(RiskEventDecoder.TEMPLATE_ID, RiskEventDecoder.BLOCK_LENGTH, new RiskEvent());
        add(ControlEventDecoder.TEMPLATE_ID, ControlEventDecoder.BLOCK_LENGTH, new ControlEvent());
    }

    private void add(int template, int blockLength, Event event) {
        event.use(names, ids);
        kinds[template] = event;
        blockLengths[template] = blockLength;
    }

    /** The event in a message, or null when it is none of the trading schema or cannot be read whole. */
    public Event of(Message message) {
        int template = message.schemaId();
        if (template <= 0 || template >= KINDS || message.length() < MessageHeaderDecoder.ENCODED_LENGTH) {
            return null;
        }
        header.wrap(message.buffer(), message.offset());
        int block = header.blockLength();
        Event event = kinds[template];
        if (event == null
                || header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != template
                || block < blockLengths[template] && header.version() >= MessageHeaderDecoder.SCHEMA_VERSION
                || message.length() < MessageHeaderDecoder.ENCODED_LENGTH + block) {
            return null;
        }
        event.wrap(message, block, header.version());
        return event;
    }

    static void wrap(Event event, Message message) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        header.wrap(message.buffer(), message.offset());
        event.wrap(message, header.blockLength(), header.version());
    }
}
