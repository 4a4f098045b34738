package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.RiskEventDecoder;
import io.meridian.plugin.contract.trading.RiskOutcome;
import io.meridian.plugin.contract.trading.Severity;
import org.agrona.DirectBuffer;

/** A limit was looked at, and what came of it. */
public final class RiskEvent extends Event {
    private final RiskEventDecoder decoder = new RiskEventDecoder();

    RiskEvent() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new RiskEvent();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    public String rule() {
        decoder.getRule(texts().scratch, 0);
        return texts().take(RiskEventDecoder.ruleLength());
    }

    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(RiskEventDecoder.portfolioLength());
    }

    public String orderId() {
        decoder.getOrderId(ids().scratch, 0);
        return ids().take(RiskEventDecoder.orderIdLength());
    }

    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(RiskEventDecoder.symbolLength());
    }

    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(RiskEventDecoder.venueLength());
    }

    public double measured() {
        return number(decoder.measured());
    }

    public double limit() {
        return number(decoder.limitValue());
    }

    public Severity severity() {
        return decoder.severity();
    }

    public RiskOutcome outcome() {
        return decoder.outcome();
    }

    /** All its fields, exact. Valid as long as the event. */
    public RiskEventDecoder decoder() {
        return decoder;
    }

    @Override
    public RiskEvent copy() {
        return (RiskEvent) super.copy();
    }
}
