package io.meridian.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The manifest of a plugin, and what it asks to be granted. The build writes {@code plugin.yaml} from it, and the runtime
 * declares the same to the sidecar, so there is no second place to keep in step.
 *
 * <p>Topics are named without a deployment, as {@code platform.data.quote.XNAS.AAPL}. {@code *} stands for one segment,
 * {@code **} at the end for one or more. A topic that is used but not declared fails the plugin's tests.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MeridianPlugin {
    /** Its name in the registry: 2 to 40 of {@code a-z 0-9 -}, a letter first. */
    String id();

    /** Its own version, as semantic versioning has it. */
    String version() default "0.1.0";

    /** One sentence for those who approve it. */
    String description() default "";

    /** The pool it belongs to, one of {@link Pool} or a custom one. It bounds what can be granted. */
    String pool();

    /** Topics it publishes. */
    String[] publishes() default {};

    /** Topics it reads. A plugin that does not say otherwise in its {@code onStart} is subscribed to all of them. */
    String[] subscribes() default {};

    /** Topics it sends requests to. */
    String[] requests() default {};

    /** Topics whose requests it answers. */
    String[] answers() default {};

    /** Topics whose past it reads: with {@code history} and {@code warmUp}, or by subscribing from a time on. */
    String[] replays() default {};

    /**
     * Topics of its own that must survive a crash. Those of the platform need not be named: targets, orders, executions,
     * venues, books and control are durable, data and signals are fast.
     */
    String[] durable() default {};

    /** Whether it keeps state across a crash. */
    StatePolicy state() default StatePolicy.NONE;

    /** The record of its settings; each component is one, see {@link Setting}. */
    Class<? extends Record> settings() default NoSettings.class;

    /** Hosts outside that it must reach, as {@code host:port}. It reaches them through its sidecar's proxy. */
    String[] egress() default {};

    /** What it may use of the machine. */
    Resources resources() default @Resources;
}
