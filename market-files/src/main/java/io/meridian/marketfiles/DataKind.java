package io.meridian.marketfiles;

import java.util.List;

/** What a row tells of. */
public enum DataKind {
    QUOTE(Field.BID, Field.BID_SIZE, Field.ASK, Field.ASK_SIZE),
    TRADE(Field.PRICE, Field.SIZE),
    BAR(Field.OPEN, Field.HIGH, Field.LOW, Field.CLOSE, Field.VOLUME);

    private final List<Field> fields;

    DataKind(Field... fields) {
        this.fields = List.of(fields);
    }

    /** Its numbers, in the order that files have them. */
    public List<Field> fields() {
        return fields;
    }
}
