package io.meridian.marketfiles;

import java.util.Locale;

/** A number of a row. */
public enum Field {
    BID(0, false),
    BID_SIZE(1, false),
    ASK(2, false),
    ASK_SIZE(3, false),
    PRICE(0, true),
    SIZE(1, true),
    OPEN(0, true),
    HIGH(1, true),
    LOW(2, true),
    CLOSE(3, true),
    VOLUME(4, false);

    static final int PLACES = 5;

    private final int place;
    private final boolean required;

    Field(int place, boolean required) {
        this.place = place;
        this.required = required;
    }

    /** Where a row keeps it. */
    int place() {
        return place;
    }

    /** Whether each row must have one; of others it may be absent. */
    boolean isRequired() {
        return required;
    }

    /** Whether it is how much, which is never below zero. */
    boolean isSize() {
        return this == BID_SIZE || this == ASK_SIZE || this == SIZE || this == VOLUME;
    }

    /** What its column is called. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
