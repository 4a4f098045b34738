package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.report.TradingReports;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.CashDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementDecoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.plugin.contract.trading.RiskEventDecoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

final class ReportsTest {
    private final List<String> told = new ArrayList<>();
    private final TradingReports reports = new TradingReports(this::onReport);
    private final Bench bench = new Bench(new KernelOptions(16, 64, 64), reports);
    private final Messages messages = bench.messages;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    ReportsTest() {
        reports.of(bench.kernel);
        bench.accepted(Pool.DGM, messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
    }

    private void onReport(int template, int portfolio, DirectBuffer buffer, int offset, int length) {
        assertEquals(template, Schemas.idOf(buffer, offset, length));
        told.add(
                switch (template) {
                    case OrderEventDecoder.TEMPLATE_ID -> {
                        OrderEventDecoder m = new OrderEventDecoder().wrapAndApplyHeader(buffer, offset, header);
                        assertEquals("AAPL", m.symbol());
                        assertEquals("alpha", m.portfolio());
                        String average = m.filledQuantity().mantissa() == 0
                                ? "-"
                                : Decimal.read(m.averagePrice())
                                        .toBigDecimal()
                                        .stripTrailingZeros()
                                        .toPlainString();
                        yield m.orderId() + " " + m.eventNumber() + " " + m.previousState() + ">" + m.state() + " "
                                + m.leavesQuantity().mantissa() + " " + average;
                    }
                    case FillDecoder.TEMPLATE_ID -> {
                        FillDecoder m = new FillDecoder().wrapAndApplyHeader(buffer, offset, header);
                        yield "fill " + m.tradeId() + " " + m.kind() + " " + Money.read(m.fee()) + " "
                                + m.referencedTradeId();
                    }
                    case PlacementDecoder.TEMPLATE_ID -> {
                        PlacementDecoder m = new PlacementDecoder().wrapAndApplyHeader(buffer, offset, header);
                        yield "placement " + m.placementId() + " " + m.state() + " " + m.venue();
                    }
                    case PositionDecoder.TEMPLATE_ID -> {
                        PositionDecoder m = new PositionDecoder().wrapAndApplyHeader(buffer, offset, header);
                        yield "position " + m.quantity().mantissa() + " " + Money.read(m.realisedGain());
                    }
                    case CashDecoder.TEMPLATE_ID -> {
                        CashDecoder m = new CashDecoder().wrapAndApplyHeader(buffer, offset, header);
                        yield "cash " + Money.read(m.balance()) + " " + Money.read(m.available());
                    }
                    case RiskEventDecoder.TEMPLATE_ID -> {
                        RiskEventDecoder m = new RiskEventDecoder().wrapAndApplyHeader(buffer, offset, header);
                        yield "risk " + m.rule() + " " + m.severity() + " " + m.outcome();
                    }
                    default -> "other " + template;
                });
    }

    @Test
    void shouldTellAnOrdersLifeWhenItIsTraded() {
        bench.create("o1", Side.BUY, "100", "10.50");
        bench.approve("o1");
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "100", PlacementState.OPEN, 1));
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("t1", "o1", Side.BUY, "10.50", "40")
                        .in("p1")
                        .costing("0.25", "USD")));
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("t2", "o1", Side.BUY, "10", "60").in("p1")));
        assertEquals(
                List.of(
                        "o1 1 NULL_VAL>CREATED 100 -",
                        "o1 2 CREATED>PENDING_COMPLIANCE 100 -",
                        "o1 3 PENDING_COMPLIANCE>COMPLIANCE_APPROVED 100 -",
                        "placement p1 OPEN XNAS",
                        "fill t1 NEW 0.250000 USD ",
                        "position 40 0.000000 USD",
                        "cash -420.250000 USD -1050.250000 USD",
                        "placement p1 PARTIALLY_FILLED XNAS",
                        "o1 4 COMPLIANCE_APPROVED>PARTIALLY_FILLED 60 10.5",
                        "fill t2 NEW 0.000000 USD ",
                        "position 100 0.000000 USD",
                        "cash -1020.250000 USD -1020.250000 USD",
                        "placement p1 FILLED XNAS",
                        "o1 5 PARTIALLY_FILLED>FILLED 0 10.2"),
                told);
    }

    @Test
    void shouldTellBustsWarningsAndRefusalsWhenTheyHappen() {
        bench.accepted(Pool.PERSON, messages.limit("l", LimitRule.QUANTITY, LimitOf.ALL, "50", "500", 0));
        bench.open("o1", Side.BUY, "100", "10");
        bench.fill("t1", "o1", Side.BUY, "10", "40");
        told.clear();
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("t2", "o1", Side.BUY, "9", "40").about(FillKind.CORRECTION, "t1")));
        assertEquals("fill t1 CANCEL 0.000000 USD t1", told.get(0));
        assertEquals("fill t2 NEW 0.000000 USD ", told.get(3));
        assertEquals("cash -360.000000 USD -960.000000 USD", told.get(5));
        told.clear();
        Messages large = messages.newOrder("o2", "alpha", "AAPL", Side.BUY, "501", Terms.limit("10"));
        long answer = bench.take(Pool.STRATEGY, large);
        reports.refused(large.buffer, 0, bench.now, Refusal.of(answer), null);
        assertEquals(List.of("risk QUANTITY BREACH REFUSED", "o2 1 NULL_VAL>REJECTED 0 -"), told);
        assertEquals(OrderState.PARTIALLY_FILLED, bench.state("o1"));
        assertTrue(bench.state("o2") == null);
    }
}
