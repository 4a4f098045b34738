package io.meridian.sdk.test;

import io.meridian.sdk.Plugin;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a {@link Sim} with a plugin of its own that is started: as a parameter of type {@code Sim}, the
 * plugin itself as one of its type. When the test ends, the plugin is stopped.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(PluginTestExtension.class)
public @interface PluginTest {
    /** The plugin's class. */
    Class<? extends Plugin> value();

    /** Settings of the plugin, each as {@code name=value}. */
    String[] settings() default {};
}
