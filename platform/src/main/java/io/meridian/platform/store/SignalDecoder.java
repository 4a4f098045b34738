package io.meridian.platform.store;

import io.meridian.plugin.contract.trading.InsightDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.TargetPositionDecoder;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.trading.TradingTable;

/** What models expect, and what portfolios are to hold. */
final class SignalDecoder implements Telling.Decoder {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InsightDecoder insight = new InsightDecoder();
    private final TargetWeightsDecoder weights = new TargetWeightsDecoder();
    private final TargetPositionDecoder position = new TargetPositionDecoder();

    @Override
    public void decode(Telling telling) {
        switch (telling.template()) {
            case InsightDecoder.TEMPLATE_ID -> insight(telling);
            case TargetWeightsDecoder.TEMPLATE_ID -> weights(telling);
            case TargetPositionDecoder.TEMPLATE_ID -> position(telling);
            default -> {}
        }
    }

    private void insight(Telling telling) {
        insight.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, insight.sbeBlockLength());
        telling.requireTopic(insight.sourceModel(), insight.symbol());
        telling.add(
                TradingTable.INSIGHTS,
                insight.tsEvent(),
                insight.tsInit(),
                insight.sourceModel(),
                insight.venue(),
                insight.symbol(),
                insight.direction(),
                insight.magnitude(),
                insight.confidence(),
                insight.generatedAt(),
                insight.closeAt(),
                insight.period());
    }

    private void weights(Telling telling) {
        weights.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, weights.sbeBlockLength());
        telling.requireTopic(weights.portfolio());
        TargetWeightsDecoder.TargetsDecoder targets = weights.targets();
        if (targets.count() == 0) {
            weight(telling, "", "", null);
        }
        for (TargetWeightsDecoder.TargetsDecoder target : targets) {
            weight(telling, target.venue(), target.symbol(), Decimal.readOr(target.weight(), null));
        }
    }

    private void weight(Telling telling, String venue, String symbol, Decimal weight) {
        telling.add(
                TradingTable.TARGETS,
                weights.tsEvent(),
                weights.tsInit(),
                weights.portfolio(),
                weights.sourceModel(),
                venue,
                symbol,
                "",
                weight,
                weights.capital(),
                weights.capital().currency(),
                weights.scope(),
                null,
                null,
                0L);
    }

    private void position(Telling telling) {
        position.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, position.sbeBlockLength());
        telling.requireTopic(position.portfolio());
        telling.add(
                TradingTable.TARGETS,
                position.tsEvent(),
                position.tsInit(),
                position.portfolio(),
                position.sourceModel(),
                position.venue(),
                position.symbol(),
                position.currency(),
                null,
                null,
                "",
                "",
                position.quantity(),
                position.limitPrice(),
                position.completeBy());
    }
}
