package io.meridian.processor;

import io.meridian.processor.PluginFacts.SettingFacts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes the manifest, and the request for grants, as text. */
final class ManifestText {
    private static final String PLAIN = "[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_*-]+)*";

    private ManifestText() {}

    static String manifest(PluginFacts plugin) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by the build from the annotation of " + plugin.className()
                + ". Change that, not this file.");
        lines.add("manifest: 1");
        lines.add("id: " + text(plugin.id()));
        lines.add("version: " + text(plugin.version()));
        lines.add("description: " + text(plugin.description()));
        lines.add("pool: " + text(plugin.pool()));
        lines.add("main: " + text(plugin.className()));
        for (Use use : Use.values()) {
            list(lines, use.member(), plugin.topics(use));
        }
        list(lines, "durable", plugin.durable());
        lines.add("state: " + plugin.state());
        lines.add(plugin.settings().isEmpty() ? "settings: []" : "settings:");
        plugin.settings().forEach(setting -> setting(lines, setting));
        lines.add("resources:");
        lines.add("  memory-mib: " + plugin.memoryMib());
        lines.add("  cpus: " + number(plugin.cpus()));
        list(lines, "egress", plugin.egress());
        return String.join("\n", lines) + "\n";
    }

    private static void setting(List<String> lines, SettingFacts setting) {
        lines.add("  - name: " + text(setting.name()));
        lines.add("    type: " + setting.type());
        lines.add(setting.initial() == null ? "    required: true" : "    default: " + quoted(setting.initial()));
        if (setting.min() != null) {
            lines.add("    min: " + number(setting.min()));
        }
        if (setting.max() != null) {
            lines.add("    max: " + number(setting.max()));
        }
        if (!setting.values().isEmpty()) {
            lines.add("    values: ["
                    + String.join(
                            ", ",
                            setting.values().stream().map(ManifestText::text).toList()) + "]");
        }
        if (!setting.doc().isEmpty()) {
            lines.add("    doc: " + quoted(setting.doc()));
        }
        if (setting.secret()) {
            lines.add("    secret: true");
        }
    }

    private static void list(List<String> lines, String name, List<String> items) {
        lines.add(items.isEmpty() ? name + ": []" : name + ":");
        items.forEach(item -> lines.add("  - " + text(item)));
    }

    /** One line for each grant that the plugin needs, in the form of a grants file: a person approves by allowing it. */
    static String grants(PluginFacts plugin) {
        StringBuilder out = new StringBuilder(512)
                .append("# What ")
                .append(plugin.id())
                .append(' ')
                .append(plugin.version())
                .append(" asks to be granted, written by the build from its manifest.\n");
        int number = 0;
        for (Use use : Use.values()) {
            for (String topic : plugin.topics(use)) {
                number++;
                out.append("pending ").append(plugin.id()).append("-r").append(number);
                out.append(' ').append(use.action()).append(' ').append(topic).append('\n');
            }
        }
        return out.toString();
    }

    /** Plain where YAML takes it for nothing but a text, else quoted. */
    private static String text(String value) {
        boolean word = value.matches("(?i)true|false|null|yes|no|on|off|y|n");
        return !word && value.matches(PLAIN) ? value : quoted(value);
    }

    static String quoted(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
