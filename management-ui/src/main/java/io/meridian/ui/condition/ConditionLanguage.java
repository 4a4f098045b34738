package io.meridian.ui.condition;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Expressions of CEL on some names: {@code fields.symbol == "AAPL" && fields.price > 100.0}. There are no loops, so what one costs is bounded by its length. To make a language costs some
 * time, so it is made when it is first needed.
 */
public final class ConditionLanguage {
    /** A name for values of any type, by their own names. */
    public static final CelType FIELDS = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private static final int LONGEST = 500;
    private static final int DEEPEST = 24;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .comprehensionMaxIterations(0)
            .build();

    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final String hint;

    /** @param hint what an expression is on, and an example */
    public ConditionLanguage(Map<String, CelType> names, String hint) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.HAS)
                .setResultType(SimpleType.BOOL);
        names.forEach(builder::addVar);
        compiler = builder.build();
        runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();
        this.hint = hint;
    }

    /**
     * Whether it holds for the values of the names. It does not where it needs a value that is not there, or has another type.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public Predicate<Map<String, Object>> read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("A filter has at most " + LONGEST + " characters.");
        }
        CelRuntime.Program program;
        try {
            program = runtime.createProgram(compiler.compile(text).getAst());
        } catch (CelValidationException wrong) {
            throw new IllegalArgumentException(
                    "The filter is not right: " + wrong.getMessage() + " It is an expression of CEL on " + hint);
        } catch (CelEvaluationException wrong) {
            throw new IllegalArgumentException("The filter cannot be used: " + wrong.getMessage());
        }
        return values -> {
            try {
                return Boolean.TRUE.equals(program.eval(values));
            } catch (CelEvaluationException notThisOne) {
                return false;
            }
        };
    }

    /** A value as expressions take it. @param isHidden names whose values are left out, however deep */
    public static Object value(Object value, Predicate<String> isHidden) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> all = new HashMap<>();
                map.forEach((name, each) -> {
                    if (each != null && !isHidden.test(name.toString())) {
                        all.put(name.toString(), value(each, isHidden));
                    }
                });
                yield all;
            }
            case Iterable<?> items -> {
                List<Object> all = new ArrayList<>();
                items.forEach(each -> {
                    if (each != null) {
                        all.add(value(each, isHidden));
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
