package io.meridian.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a plugin may use of the machine. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Resources {
    /** Memory of its process, in MiB. */
    int memoryMib() default 256;

    /** Processors, as a fraction. */
    double cpus() default 1.0;
}
