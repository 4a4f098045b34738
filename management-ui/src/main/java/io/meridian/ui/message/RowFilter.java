package io.meridian.ui.message;

import dev.cel.common.types.SimpleType;
import io.meridian.plugin.contract.schema.PersonalFields;
import io.meridian.ui.condition.ConditionLanguage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which messages somebody wants, as a condition: {@code fields.symbol == "AAPL" && fields.price > 100.0}. Somebody who may not see a field cannot ask for
 * it either.
 */
public final class RowFilter {
    private RowFilter() {}

    /** Begins to be used, and to cost, with the first filter. */
    private static final class OfMessages {
        static final ConditionLanguage LANGUAGE = new ConditionLanguage(
                Map.of(
                        "topic", SimpleType.STRING,
                        "kind", SimpleType.STRING,
                        "source", SimpleType.INT,
                        "sequence", SimpleType.INT,
                        "schema", SimpleType.INT,
                        "size", SimpleType.INT,
                        "replayed", SimpleType.BOOL,
                        "traceId", SimpleType.STRING,
                        "fields", ConditionLanguage.FIELDS),
                "topic, kind, source, sequence, size, traceId, replayed and fields, such as: fields.symbol == \"AAPL\""
                        + " && fields.price > 100.0");
    }

    /**
     * @param text blank: everything is wanted
     * @param masked whether it is for somebody who only looks
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static Predicate<Row> of(String text, boolean masked) {
        if (text.isBlank()) {
            return row -> true;
        }
        Predicate<Map<String, Object>> condition = OfMessages.LANGUAGE.read(text);
        return row -> condition.test(values(row, masked));
    }

    private static Map<String, Object> values(Row row, boolean masked) {
        Map<String, Object> values = new HashMap<>();
        values.put("topic", row.topic());
        values.put("kind", row.kind());
        values.put("source", row.source());
        values.put("sequence", row.sequence());
        values.put("schema", (long) row.schema());
        values.put("size", (long) row.size());
        values.put("replayed", row.isReplayed());
        values.put("traceId", row.traceId());
        values.put("fields", ConditionLanguage.value(row.fields(), name -> masked && PersonalFields.isPersonal(name)));
        return values;
    }
}
