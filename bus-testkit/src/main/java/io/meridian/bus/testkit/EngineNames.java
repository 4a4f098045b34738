package io.meridian.bus.testkit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Puts the engine in front of each scenario's name: {@code NatsConformanceTest} gives {@code [nats] should…}. */
public final class EngineNames extends DisplayNameGenerator.Simple {
    private static final String SUFFIX = "ConformanceTest";

    /** For JUnit. */
    public EngineNames() {}

    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        String name = testClass.getSimpleName();
        String engine = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return "[" + engine.toLowerCase(Locale.ROOT) + "] "
                + super.generateDisplayNameForMethod(enclosing, testClass, testMethod);
    }
}
