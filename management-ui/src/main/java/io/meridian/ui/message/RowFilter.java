package io.meridian.ui.message;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.meridian.plugin.contract.schema.PersonalFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which messages somebody wants, as an expression of CEL: {@code fields.symbol == "AAPL" && fields.price > 100.0}. It has no loops, so what one costs is
 * bounded by its length. Somebody who may not see a field cannot ask for it either.
 */
public final class RowFilter {
    private static final int LONGEST = 500;
    private static final int DEEPEST = 24;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .comprehensionMaxIterations(0)
            .build();

    private RowFilter() {}

    /** Begins to be used, and to cost, with the first filter. */
    private static final class Cel {
        static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.HAS)
                .addVar("topic", SimpleType.STRING)
                .addVar("kind", SimpleType.STRING)
                .addVar("source", SimpleType.INT)
                .addVar("sequence", SimpleType.INT)
                .addVar("schema", SimpleType.INT)
                .addVar("size", SimpleType.INT)
                .addVar("replayed", SimpleType.BOOL)
                .addVar("traceId", SimpleType.STRING)
                .addVar("fields", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .setResultType(SimpleType.BOOL)
                .build();

        static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();
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
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("A filter has at most " + LONGEST + " characters.");
        }
        CelRuntime.Program program;
        try {
            program = Cel.RUNTIME.createProgram(Cel.COMPILER.compile(text).getAst());
        } catch (CelValidationException wrong) {
            throw new IllegalArgumentException("The filter is not right: " + wrong.getMessage()
                    + " It is an expression of CEL on topic, kind, source, sequence, size, traceId, replayed and"
                    + " fields, such as: fields.symbol == \"AAPL\" && fields.price > 100.0");
        } catch (CelEvaluationException wrong) {
            throw new IllegalArgumentException("The filter cannot be used: " + wrong.getMessage());
        }
        return row -> wants(program, row, masked);
    }

    private static boolean wants(CelRuntime.Program program, Row row, boolean masked) {
        Map<String, Object> values = new HashMap<>();
        values.put("topic", row.topic());
        values.put("kind", row.kind());
        values.put("source", row.source());
        values.put("sequence", row.sequence());
        values.put("schema", (long) row.schema());
        values.put("size", (long) row.size());
        values.put("replayed", row.isReplayed());
        values.put("traceId", row.traceId());
        values.put("fields", value(row.fields(), masked));
        try {
            return Boolean.TRUE.equals(program.eval(values));
        } catch (CelEvaluationException notThisOne) {
            // A field that this message does not have, or has of another type.
            return false;
        }
    }

    private static Object value(Object value, boolean masked) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> all = new HashMap<>();
                map.forEach((name, each) -> {
                    if (each != null && !(masked && PersonalFields.isPersonal(name.toString()))) {
                        all.put(name.toString(), value(each, masked));
                    }
                });
                yield all;
            }
            case Iterable<?> items -> {
                List<Object> all = new ArrayList<>();
                items.forEach(each -> {
                    if (each != null) {
                        all.add(value(each, masked));
                    }
                });
                yield all;
            }
            case BigDecimal number -> number.doubleValue();
            case Integer number -> number.longValue();
            default -> value;
        };
    }
}
