package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import io.meridian.plugin.contract.trading.NetAssetValueEncoder;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import org.agrona.MutableDirectBuffer;

/** Encodes what portfolios hold and are worth, exactly. Each method returns the length. */
public final class BookWriter {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PositionEncoder position = new PositionEncoder();
    private final NetAssetValueEncoder value = new NetAssetValueEncoder();

    /**
     * A position as traded.
     *
     * @param quantity negative is short
     * @param averagePrice at which it was bought; null when flat
     * @param marketPrice at which it is valued; null when not known
     */
    public record PositionValues(
            String portfolio,
            String venue,
            String symbol,
            String currency,
            BigDecimal quantity,
            BigDecimal averagePrice,
            BigDecimal marketPrice,
            BigDecimal realisedGain,
            BigDecimal unrealisedGain,
            BigDecimal fees) {}

    public int position(MutableDirectBuffer buffer, int offset, long timeNs, PositionValues values) {
        position.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .portfolio(values.portfolio())
                .symbol(values.symbol())
                .venue(values.venue())
                .currency(values.currency())
                .view(BookView.TRADE_DATE);
        number(position.quantity(), values.quantity());
        number(position.averagePrice(), values.averagePrice());
        number(position.marketPrice(), values.marketPrice());
        money(position.realisedGain(), values.realisedGain(), values.currency());
        money(position.unrealisedGain(), values.unrealisedGain(), values.currency());
        money(position.fees(), values.fees(), values.currency());
        return MessageHeaderEncoder.ENCODED_LENGTH + position.encodedLength();
    }

    /**
     * What a portfolio is worth in one currency.
     *
     * @param grossExposure the value of all positions, without their signs
     */
    public record ValueOf(
            String portfolio,
            String currency,
            BigDecimal value,
            BigDecimal cash,
            BigDecimal grossExposure,
            BigDecimal netExposure) {}

    public int netAssetValue(MutableDirectBuffer buffer, int offset, long timeNs, ValueOf of) {
        value.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .portfolio(of.portfolio())
                .view(BookView.TRADE_DATE);
        money(value.value(), of.value(), of.currency());
        money(value.cash(), of.cash(), of.currency());
        money(value.grossExposure(), of.grossExposure(), of.currency());
        money(value.netExposure(), of.netExposure(), of.currency());
        return MessageHeaderEncoder.ENCODED_LENGTH + value.encodedLength();
    }

    private static void number(DecimalEncoder to, BigDecimal number) {
        if (number == null) {
            Decimal.writeAbsent(to);
        } else {
            Decimal.of(number).write(to);
        }
    }

    private static void money(MoneyEncoder to, BigDecimal amount, String currency) {
        if (amount == null) {
            to.mantissa(MoneyEncoder.mantissaNullValue()).scale((byte) 0).currency(currency);
            return;
        }
        Decimal exact = Decimal.of(amount);
        to.mantissa(exact.mantissa()).scale((byte) exact.scale()).currency(currency);
    }
}
