package io.meridian.platform.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Settings and secrets of an instance, as they are given on a command line. */
final class InstanceOptions {
    @Option(names = "--setting", paramLabel = "NAME=VALUE", description = "A setting of the plugin. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--secret",
            paramLabel = "NAME=ENV",
            description = "A secret setting, and the environment variable that has its value. May be repeated.")
    private Map<String, String> secrets = new LinkedHashMap<>();

    @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for the record.")
    private String why;

    void put(Map<String, Object> body) {
        if (!settings.isEmpty()) {
            body.put("settings", settings);
        }
        if (!secrets.isEmpty()) {
            Map<String, String> values = new LinkedHashMap<>();
            secrets.forEach((name, variable) -> {
                String value = System.getenv(variable);
                if (value == null) {
                    throw io.meridian.platform.cli.CommandException.wrongUse("--secret " + name + "=" + variable
                            + ": there is no environment variable " + variable + ".");
                }
                values.put(name, value);
            });
            body.put("secrets", values);
        }
        body.put("why", why);
    }
}
