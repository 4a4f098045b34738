package io.meridian.plugin.contract.schema;

import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.BookSettingsDecoder;
import io.meridian.plugin.contract.trading.BookSnapshotDecoder;
import io.meridian.plugin.contract.trading.BookUpdateDecoder;
import io.meridian.plugin.contract.trading.BusinessDayDecoder;
import io.meridian.plugin.contract.trading.CalendarDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.CashDecoder;
import io.meridian.plugin.contract.trading.CashMovementDecoder;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.CorporateActionDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.HistoryPageDecoder;
import io.meridian.plugin.contract.trading.HistoryRequestDecoder;
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
import io.meridian.plugin.contract.trading.RiskLimitDecoder;
import io.meridian.plugin.contract.trading.SessionStatusDecoder;
import io.meridian.plugin.contract.trading.TargetPositionDecoder;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What the schema id and schema version of a message's head mean. An id from 1 to {@value #LAST_TRADING} is the id of a
 * message of the trading schema, and the version is that of the trading schema; 0 means that the content type says what the
 * payload is. Higher ids are the plugins' own, who agree on them among themselves.
 */
public final class Schemas {
    /** Of the trading schema, in the header of each payload. */
    public static final int TRADING = MessageHeaderDecoder.SCHEMA_ID;
    /** The version of the trading schema that this release writes. It reads any. */
    public static final int TRADING_VERSION = MessageHeaderDecoder.SCHEMA_VERSION;
    /** The same for people: the first number rises when old readers cannot go on, the second when something is added. */
    public static final String TRADING_SEMANTIC_VERSION = MessageHeaderDecoder.SEMANTIC_VERSION;
    /** Ids up to this one belong to the trading schema, used or not. */
    public static final int LAST_TRADING = 999;

    private static final Map<Integer, String> NAMES = new TreeMap<>();

    static {
        NAMES.put(InstrumentDecoder.TEMPLATE_ID, "Instrument");
        NAMES.put(QuoteDecoder.TEMPLATE_ID, "Quote");
        NAMES.put(TradeDecoder.TEMPLATE_ID, "Trade");
        NAMES.put(BarDecoder.TEMPLATE_ID, "Bar");
        NAMES.put(BookUpdateDecoder.TEMPLATE_ID, "BookUpdate");
        NAMES.put(BookSnapshotDecoder.TEMPLATE_ID, "BookSnapshot");
        NAMES.put(InstrumentStatusDecoder.TEMPLATE_ID, "InstrumentStatus");
        NAMES.put(InsightDecoder.TEMPLATE_ID, "Insight");
        NAMES.put(TargetWeightsDecoder.TEMPLATE_ID, "TargetWeights");
        NAMES.put(TargetPositionDecoder.TEMPLATE_ID, "TargetPosition");
        NAMES.put(NewOrderDecoder.TEMPLATE_ID, "NewOrder");
        NAMES.put(ModifyOrderDecoder.TEMPLATE_ID, "ModifyOrder");
        NAMES.put(CancelOrderDecoder.TEMPLATE_ID, "CancelOrder");
        NAMES.put(OrderEventDecoder.TEMPLATE_ID, "OrderEvent");
        NAMES.put(PlacementDecoder.TEMPLATE_ID, "Placement");
        NAMES.put(FillDecoder.TEMPLATE_ID, "Fill");
        NAMES.put(AllocationDecoder.TEMPLATE_ID, "Allocation");
        NAMES.put(PositionDecoder.TEMPLATE_ID, "Position");
        NAMES.put(CashDecoder.TEMPLATE_ID, "Cash");
        NAMES.put(NetAssetValueDecoder.TEMPLATE_ID, "NetAssetValue");
        NAMES.put(CashMovementDecoder.TEMPLATE_ID, "CashMovement");
        NAMES.put(CorporateActionDecoder.TEMPLATE_ID, "CorporateAction");
        NAMES.put(BookSettingsDecoder.TEMPLATE_ID, "BookSettings");
        NAMES.put(SessionStatusDecoder.TEMPLATE_ID, "SessionStatus");
        NAMES.put(RiskEventDecoder.TEMPLATE_ID, "RiskEvent");
        NAMES.put(RiskLimitDecoder.TEMPLATE_ID, "RiskLimit");
        NAMES.put(ControlEventDecoder.TEMPLATE_ID, "ControlEvent");
        NAMES.put(BusinessDayDecoder.TEMPLATE_ID, "BusinessDay");
        NAMES.put(CalendarDecoder.TEMPLATE_ID, "Calendar");
        NAMES.put(HistoryRequestDecoder.TEMPLATE_ID, "HistoryRequest");
        NAMES.put(HistoryPageDecoder.TEMPLATE_ID, "HistoryPage");
    }

    private Schemas() {}

    /** The messages of the trading schema by id, in the order of the ids. */
    public static Map<Integer, String> trading() {
        return Collections.unmodifiableMap(NAMES);
    }

    public static boolean isTrading(int schemaId) {
        return schemaId > 0 && schemaId <= LAST_TRADING;
    }

    /** What people call it: the message's name, or {@code schema-17} when this release does not know the id. */
    public static String name(int schemaId) {
        String name = NAMES.get(schemaId);
        return name != null ? name : "schema-" + schemaId;
    }

    /**
     * The schema id of a payload, read from its own header: 0 when it is too short or is no message of the trading schema.
     * Allocates nothing.
     */
    public static int idOf(DirectBuffer payload, int offset, int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH
                || (payload.getShort(offset + 4, ByteOrder.LITTLE_ENDIAN) & 0xFFFF) != TRADING) {
            return 0;
        }
        int blockLength = payload.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        return blockLength > length - MessageHeaderDecoder.ENCODED_LENGTH
                ? 0
                : payload.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
