package io.meridian.sdk.event;

/** What a market says of an instrument. */
public abstract sealed class MarketData extends Event
        permits Quote, Trade, Bar, BookUpdate, BookSnapshot, Instrument, InstrumentStatus {
    /** The kinds, and what they are called in topics. */
    public enum Kind {
        QUOTE("quote"),
        TRADE("trade"),
        BAR("bar"),
        BOOK("book"),
        STATUS("status");

        private final String segment;

        Kind(String segment) {
            this.segment = segment;
        }

        /** Its segment in a topic. */
        public String segment() {
            return segment;
        }
    }

    MarketData() {}

    public abstract String symbol();

    public abstract String venue();
}
