package io.meridian.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One setting: a component of the record named by {@link MeridianPlugin#settings}. The component's name is the setting's
 * name. Its type is {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * {@code java.time.Duration}, {@code java.math.BigDecimal}, an enum, or a list of strings ({@code a,b,c}). A component
 * without this annotation must be set.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** Stands for no default in {@link #value}. */
    String REQUIRED = "\0";

    /** The default, written as in the settings file; without one it must be set. */
    String value() default REQUIRED;

    /** What it does, in a sentence. */
    String doc() default "";

    /** The least number allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest number allowed. */
    double max() default Double.POSITIVE_INFINITY;

    /** Never shown or logged. */
    boolean secret() default false;
}
