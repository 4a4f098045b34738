package io.meridian.sdk;

import io.meridian.sdk.event.MarketData;

/** The names of the platform's topics, without a deployment. */
public final class Topics {
    private static final String[] DURABLE = {
        "platform.portfolio.",
        "platform.oms.",
        "platform.ems.",
        "platform.ccm.",
        "platform.bor.",
        "platform.control.",
        "platform.audit.",
        "dlq."
    };

    private Topics() {}

    /** {@code platform.data.{kind}.{venue}.{symbol}}. */
    public static String data(MarketData.Kind kind, String venue, String symbol) {
        return "platform.data." + kind.segment() + "." + venue + "." + symbol;
    }

    /** {@code platform.signal.insight.{model}.{symbol}}. */
    public static String insight(String model, String symbol) {
        return "platform.signal.insight." + model + "." + symbol;
    }

    /** {@code platform.portfolio.target.{portfolio}}. */
    public static String target(String portfolio) {
        return "platform.portfolio.target." + portfolio;
    }

    /** {@code platform.oms.command.{portfolio}}: orders for the order manager. */
    public static String orderCommand(String portfolio) {
        return "platform.oms.command." + portfolio;
    }

    /** {@code platform.oms.event.{portfolio}}: states and fills of a portfolio's orders. */
    public static String orderEvent(String portfolio) {
        return "platform.oms.event." + portfolio;
    }

    /** {@code platform.ems.command.{portfolio}}: orders for the execution router. */
    public static String executionCommand(String portfolio) {
        return "platform.ems.command." + portfolio;
    }

    /** {@code platform.ems.event.{portfolio}}: placements and fills. */
    public static String executionEvent(String portfolio) {
        return "platform.ems.event." + portfolio;
    }

    /** {@code platform.ccm.{venue}.command}: orders for a venue. */
    public static String venueCommand(String venue) {
        return "platform.ccm." + venue + ".command";
    }

    /** {@code platform.ccm.{venue}.event}: what a venue says of orders. */
    public static String venueEvent(String venue) {
        return "platform.ccm." + venue + ".event";
    }

    /** {@code platform.ccm.{venue}.session}. */
    public static String venueSession(String venue) {
        return "platform.ccm." + venue + ".session";
    }

    /** {@code platform.bor.position.{portfolio}}. */
    public static String position(String portfolio) {
        return "platform.bor.position." + portfolio;
    }

    /** {@code platform.bor.cash.{portfolio}}. */
    public static String cash(String portfolio) {
        return "platform.bor.cash." + portfolio;
    }

    /** {@code platform.bor.nav.{portfolio}}. */
    public static String netAssetValue(String portfolio) {
        return "platform.bor.nav." + portfolio;
    }

    /** The profile of a topic or pattern: a property of the topic, so that all who use it agree. */
    public static Profile profile(String topicOrPattern) {
        for (String root : DURABLE) {
            if (topicOrPattern.startsWith(root)) {
                return Profile.DURABLE;
            }
        }
        return Profile.FAST;
    }
}
