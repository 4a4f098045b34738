package io.meridian.plugins.compliance;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.InstrumentStatusEncoder;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NetAssetValueEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetPositionEncoder;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.trading.TargetWeightsEncoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Health;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.ReportWriter.Weight;
import io.meridian.sdk.test.Sim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.agrona.ExpandableArrayBuffer;

/** The simulated world, with what else an order manager hears. All is of the portfolio that has the plugin's name. */
final class World implements AutoCloseable {
    static final String PORTFOLIO = "oms-compliance";

    final Sim sim;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EventWriter events = new EventWriter();
    private final ReportWriter reports = new ReportWriter();

    private BiConsumer<String, byte[]> kernel = (topic, bytes) -> {};

    World(String... settings) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String setting : settings) {
            byName.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        sim = Sim.of(ComplianceManager.class, byName);
    }

    private void publish(String topic, int template, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        sim.publish(topic, template, EventWriter.VERSION, bytes);
        kernel.accept(topic, bytes);
    }

    /** From now on it hears what happens here, after the manager has. */
    void kernel(BiConsumer<String, byte[]> hears) {
        kernel = hears;
    }

    void target(double quantity) {
        target(quantity, Double.NaN, 0);
    }

    void target(double quantity, double limit, long completeByNs) {
        events.targetPosition(
                buffer, 0, sim.clock().nanoTime(), PORTFOLIO, "model", "XNAS", "AAPL", "USD", quantity, limit);
        new TargetPositionEncoder()
                .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                .completeBy(completeByNs);
        publish(
                "platform.portfolio.target." + PORTFOLIO,
                TargetPositionEncoder.TEMPLATE_ID,
                EventWriter.TARGET_POSITION);
    }

    void weights(TargetScope scope, long capital, Map<String, Double> bySymbol) {
        List<Weight> spread = new ArrayList<>();
        bySymbol.forEach((symbol, weight) -> spread.add(new Weight("XNAS", symbol, weight)));
        int length = reports.targetWeights(buffer, 0, sim.clock().nanoTime(), PORTFOLIO, "model", scope, spread);
        if (capital > 0) {
            new TargetWeightsEncoder()
                    .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                    .capital()
                    .mantissa(capital)
                    .scale((byte) 0)
                    .currency("USD");
        }
        publish("platform.portfolio.target." + PORTFOLIO, TargetWeightsEncoder.TEMPLATE_ID, length);
    }

    void netAssetValue(long value, String currency) {
        NetAssetValueEncoder nav = new NetAssetValueEncoder().wrapAndApplyHeader(buffer, 0, header);
        nav.tsEvent(1).tsInit(1).portfolio(PORTFOLIO).view(BookView.TRADE_DATE);
        nav.value().mantissa(value).scale((byte) 0).currency(currency);
        nav.cash().mantissa(0).scale((byte) 0).currency(currency);
        nav.grossExposure().mantissa(0).scale((byte) 0).currency(currency);
        nav.netExposure().mantissa(0).scale((byte) 0).currency(currency);
        publish(
                "platform.bor.nav." + PORTFOLIO,
                NetAssetValueEncoder.TEMPLATE_ID,
                MessageHeaderEncoder.ENCODED_LENGTH + nav.encodedLength());
    }

    void instrument(String symbol, String lot, String tick) {
        InstrumentEncoder instrument = new InstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        instrument.tsEvent(1).tsInit(1).expiry(0).symbol(symbol).venue("XNAS").currency("USD");
        instrument.baseCurrency("").settlementCurrency("").underlying("").isin("");
        Decimal.parse(tick).write(instrument.tickSize());
        Decimal.parse(lot).write(instrument.lotSize());
        Decimal.writeAbsent(instrument.minQuantity());
        Decimal.writeAbsent(instrument.maxQuantity());
        Decimal.writeAbsent(instrument.minValue());
        Decimal.writeAbsent(instrument.multiplier());
        Decimal.writeAbsent(instrument.strike());
        Decimal.writeAbsent(instrument.makerFee());
        Decimal.writeAbsent(instrument.takerFee());
        instrument
                .kind(InstrumentKind.EQUITY)
                .right(OptionRight.NULL_VAL)
                .settlementDays((short) 1)
                .title("");
        publish(
                "platform.data.instrument.XNAS." + symbol,
                InstrumentEncoder.TEMPLATE_ID,
                MessageHeaderEncoder.ENCODED_LENGTH + instrument.encodedLength());
    }

    void phase(MarketPhase phase) {
        InstrumentStatusEncoder status = new InstrumentStatusEncoder().wrapAndApplyHeader(buffer, 0, header);
        status.tsEvent(1)
                .tsInit(1)
                .nextChange(0)
                .symbol("AAPL")
                .venue("XNAS")
                .phase(phase)
                .reason("");
        publish(
                "platform.data.status.XNAS.AAPL",
                InstrumentStatusEncoder.TEMPLATE_ID,
                MessageHeaderEncoder.ENCODED_LENGTH + status.encodedLength());
    }

    /** The kernel's word of the last order that was sent. */
    void kernel(OrderState state, long number, OrderCause cause, String reason) {
        kernel(orders().getLast(), state, number, cause, reason);
    }

    void kernel(NewOrder order, OrderState state, long number, OrderCause cause, String reason) {
        int length = reports.orderEvent(
                buffer,
                0,
                1,
                new ReportWriter.OrderReportValues(
                        number,
                        order.orderId(),
                        "",
                        "",
                        "",
                        PORTFOLIO,
                        order.venue(),
                        order.symbol(),
                        order.currency(),
                        order.side(),
                        order.quantity(),
                        0,
                        Double.NaN,
                        order.limitPrice(),
                        null,
                        state,
                        cause,
                        reason));
        publish("platform.oms.event." + PORTFOLIO, OrderEventEncoder.TEMPLATE_ID, length);
    }

    /** A person passed an order at the desk, and so the kernel says. */
    void decided(String id) {
        NewOrder order = sim.bus().record().stream()
                .filter(each -> each.topic().startsWith("platform.oms.review."))
                .map(each -> (NewOrder) each.event())
                .filter(each -> each.orderId().equals(id))
                .findFirst()
                .orElseThrow();
        kernel(order, OrderState.COMPLIANCE_APPROVED, 3, OrderCause.COMPLIANCE, "");
    }

    List<NewOrder> orders() {
        return sim.bus().published().stream()
                .filter(each -> each.schemaId() == NewOrderEncoder.TEMPLATE_ID)
                .map(each -> (NewOrder) each.event())
                .toList();
    }

    List<CancelOrder> cancels() {
        return sim.bus().published().stream()
                .filter(each -> each.event() instanceof CancelOrder)
                .map(each -> (CancelOrder) each.event())
                .toList();
    }

    /** What it reported of an order, with the reasons. */
    List<String> said(String orderId) {
        return sim.bus().published().stream()
                .filter(each -> each.topic().equals("platform.oms.report." + PORTFOLIO))
                .map(each -> (OrderEvent) each.event())
                .filter(each -> each.orderId().equals(orderId))
                .map(each -> (each.state() + " " + each.reason()).strip())
                .toList();
    }

    /** An order of somebody for review. */
    String review(String orderId, Side side, double quantity, double limit) {
        sim.review(orderId, "AAPL", side, quantity, limit);
        return said(orderId).getLast();
    }

    Health health() {
        return sim.plugin().health();
    }

    @Override
    public void close() {
        sim.close();
    }
}
