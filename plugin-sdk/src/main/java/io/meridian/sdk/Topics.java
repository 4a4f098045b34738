package io.meridian.sdk;

import io.meridian.plugin.contract.schema.TopicNames;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.sdk.event.MarketData;

/**
 * The names of the platform's topics, without a deployment. A part that cannot be a segment of a topic, such as a symbol with
 * a dot in it, is an {@link IllegalArgumentException}.
 */
public final class Topics {
    private Topics() {}

    /** {@code platform.data.{kind}.{venue}.{symbol}}. */
    public static String data(MarketData.Kind kind, String venue, String symbol) {
        return switch (kind) {
            case QUOTE -> TopicTemplate.QUOTE.topic(venue, symbol);
            case TRADE -> TopicTemplate.TRADE.topic(venue, symbol);
            case BAR -> TopicTemplate.BAR.topic(venue, symbol);
            case BOOK -> TopicTemplate.BOOK.topic(venue, symbol);
            case STATUS -> TopicTemplate.STATUS.topic(venue, symbol);
        };
    }

    /** {@code platform.data.instrument.{venue}.{symbol}}: what can be traded, and how. */
    public static String instrument(String venue, String symbol) {
        return TopicTemplate.INSTRUMENT.topic(venue, symbol);
    }

    /** {@code platform.signal.insight.{model}.{symbol}}. */
    public static String insight(String model, String symbol) {
        return TopicTemplate.INSIGHT.topic(model, symbol);
    }

    /** {@code platform.portfolio.target.{portfolio}}. */
    public static String target(String portfolio) {
        return TopicTemplate.TARGET.topic(portfolio);
    }

    /** {@code platform.oms.command.{portfolio}}: orders, modifies and cancels that somebody wishes. */
    public static String orderCommand(String portfolio) {
        return TopicTemplate.OMS_COMMAND.topic(portfolio);
    }

    /** {@code platform.oms.review.{portfolio}}: orders the kernel took, for the order manager to look at. */
    public static String orderReview(String portfolio) {
        return TopicTemplate.OMS_REVIEW.topic(portfolio);
    }

    /** {@code platform.oms.report.{portfolio}}: what the order manager found. */
    public static String orderReport(String portfolio) {
        return TopicTemplate.OMS_REPORT.topic(portfolio);
    }

    /** {@code platform.oms.event.{portfolio}}: what the kernel says: states, fills and positions of a portfolio. */
    public static String orderEvent(String portfolio) {
        return TopicTemplate.OMS_EVENT.topic(portfolio);
    }

    /** {@code platform.ems.command.{portfolio}}: orders for the execution router. */
    public static String executionCommand(String portfolio) {
        return TopicTemplate.EMS_COMMAND.topic(portfolio);
    }

    /** {@code platform.ems.event.{portfolio}}: placements and fills. */
    public static String executionEvent(String portfolio) {
        return TopicTemplate.EMS_EVENT.topic(portfolio);
    }

    /** {@code platform.ccm.{venue}.command}: orders for a venue. */
    public static String venueCommand(String venue) {
        return TopicTemplate.CCM_COMMAND.topic(venue);
    }

    /** {@code platform.ccm.{venue}.event}: what a venue says of orders. */
    public static String venueEvent(String venue) {
        return TopicTemplate.CCM_EVENT.topic(venue);
    }

    /** {@code platform.ccm.{venue}.session}. */
    public static String venueSession(String venue) {
        return TopicTemplate.CCM_SESSION.topic(venue);
    }

    /** {@code platform.bor.position.{portfolio}}. */
    public static String position(String portfolio) {
        return TopicTemplate.POSITION.topic(portfolio);
    }

    /** {@code platform.bor.cash.{portfolio}}. */
    public static String cash(String portfolio) {
        return TopicTemplate.CASH.topic(portfolio);
    }

    /** {@code platform.bor.nav.{portfolio}}. */
    public static String netAssetValue(String portfolio) {
        return TopicTemplate.NAV.topic(portfolio);
    }

    /** The profile of a topic or pattern: a property of the topic, so that all who use it agree. */
    public static Profile profile(String topicOrPattern) {
        return TopicNames.isDurable(topicOrPattern) ? Profile.DURABLE : Profile.FAST;
    }
}
