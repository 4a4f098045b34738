package io.meridian.bus.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Writes the reference page of all settings. The same schemas give the same bytes, in whatever order they come. */
public final class SettingsReference {
    private static final String INTRODUCTION = """
        # Settings

        <!-- Generated from the declarations in the code. Do not edit. -->

        A value comes from the first of these that gives one: the program itself (its command line), the
        environment variable, the file, the default. The file is named by the environment variable
        `MERIDIAN_CONFIG`. It is in UTF-8, each line is `name=value`, and a line that starts with `#` is a comment.
        All problems are reported at once, at start. A name that is not known is an error.

        A duration needs its unit: `250ms`, `10s`, `2m`, `1h` (also `ns`, `us`, `d`). A size is in bytes, or in
        powers of 1024 with `k`, `m`, `g`, `t`: `64k`, `16m`, `1g`. Commas separate the items of a list.
        """;

    private SettingsReference() {}

    /** The page in Markdown: first the parts always in use, then the others, each by title. */
    public static String markdown(Collection<SettingsSchema> schemas) {
        // Names must be unique over all schemas, or the page would be wrong.
        List<SettingsSchema> sorted = new ArrayList<>(new KnownSettings(schemas).schemas);
        sorted.sort(Comparator.comparing((SettingsSchema schema) -> !schema.alwaysUsed())
                .thenComparing(SettingsSchema::title));
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (SettingsSchema schema : sorted) {
            page.append("\n## ").append(schema.title()).append("\n\n");
            if (!schema.alwaysUsed()) {
                page.append("Required settings of this part must be given only when it is used.\n\n");
            }
            page.append("| setting | environment variable | type | default | meaning |\n");
            page.append("| --- | --- | --- | --- | --- |\n");
            schema.settings().forEach(setting -> page.append(row(setting)));
        }
        return page.toString();
    }

    private static <T> String row(Setting<T> setting) {
        List<String> typeAndRules = new ArrayList<>(List.of(setting.type().name()));
        typeAndRules.addAll(setting.rules());
        String fallback = switch (setting.fallback()) {
            case Setting.Fallback.Required<T> required -> "**required**";
            case Setting.Fallback.Fixed<T>(T value) ->
                setting.isSecret() ? "(secret)" : "`" + setting.shown(value) + "`";
            case Setting.Fallback.Computed<T> rule -> rule.words();
            case Setting.Fallback.Absent<T> absent -> "none: " + absent.words();
        };
        String doc = setting.doc() + (setting.isSecret() ? " Never printed." : "");
        return "| `" + setting.name() + "` | `" + setting.environmentVariable() + "` | "
                + cell(String.join("; ", typeAndRules)) + " | " + cell(fallback) + " | " + cell(doc) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s*\\R\\s*", " ");
    }
}
