package io.meridian.conformance;

/** What checks are about. */
public enum Group {
    /** To come, to live and to go. For every plugin. */
    LIFECYCLE,
    /** To take, to settle and to publish. For every plugin. */
    MESSAGES,
    /** To bring data in. For the pools DGM and REPLAY. */
    DATA_GATEWAY,
    /** To turn data into insights. For the pool SIGNAL. */
    SIGNAL,
    /** To speak for a venue. For the pool CCM. */
    VENUE_ADAPTER,
    /** To turn targets into orders. For the pool OMS. */
    ORDER_MANAGER,
    /** To work orders. For the pool EMS. */
    ROUTER,
    /** To keep positions. For the pool BOR. */
    BOOK;

    /** Whether every plugin must pass it, whatever its pool. */
    public boolean isForAll() {
        return this == LIFECYCLE || this == MESSAGES;
    }

    /** The group of a pool's role, or null. */
    public static Group ofPool(String pool) {
        return switch (pool) {
            case "DGM", "REPLAY" -> DATA_GATEWAY;
            case "SIGNAL" -> SIGNAL;
            case "CCM" -> VENUE_ADAPTER;
            case "OMS" -> ORDER_MANAGER;
            case "EMS" -> ROUTER;
            case "BOR" -> BOOK;
            default -> null;
        };
    }
}
