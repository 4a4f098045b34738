package io.meridian.sdk.test;

import io.meridian.sdk.Plugin;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the parameters of tests that carry {@link PluginTest}. */
final class PluginTestExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(PluginTestExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Sim.class || Plugin.class.isAssignableFrom(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Sim sim = context.getStore(OURS).computeIfAbsent(Sim.class, key -> make(context), Sim.class);
        return parameter.getParameter().getType() == Sim.class ? sim : sim.plugin();
    }

    private static Sim make(ExtensionContext context) {
        PluginTest test = AnnotationSupport.findAnnotation(context.getElement(), PluginTest.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), PluginTest.class))
                .orElseThrow();
        Map<String, String> settings = new HashMap<>();
        for (String setting : test.settings()) {
            int at = setting.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("setting=" + setting + " is not of the form name=value");
            }
            settings.put(setting.substring(0, at), setting.substring(at + 1));
        }
        return Sim.of(test.value(), settings);
    }
}
