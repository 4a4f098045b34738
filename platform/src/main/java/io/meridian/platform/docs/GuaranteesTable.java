package io.meridian.platform.docs;

import io.meridian.bus.BusSettings;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.setting.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What each engine declares under default settings, as Markdown. */
final class GuaranteesTable {
    private final List<String> notes = new ArrayList<>();

    private GuaranteesTable() {}

    /** For all engines on the class path. */
    static String markdown() {
        Settings defaults = Settings.of(BusSettings.schemas(), Map.of());
        return markdown(BusEngines.all().stream()
                .map(engine -> engine.capabilities(defaults))
                .toList());
    }

    static String markdown(List<Capabilities> engines) {
        return new GuaranteesTable().write(engines);
    }

    private String write(List<Capabilities> unsorted) {
        // The engine for unit tests comes last: nobody deploys it.
        List<Capabilities> engines = unsorted.stream()
                .sorted(Comparator.comparing(
                                (Capabilities engine) -> engine.engine().equals("memory"))
                        .thenComparing(Capabilities::engine))
                .toList();
        StringBuilder text = new StringBuilder();
        row(text, "under default settings", engines, Capabilities::engine);
        row(text, "---", engines, _ -> "---");
        for (Capability capability : Capability.values()) {
            row(text, capability.text(), engines, engine -> cell(engine, capability));
        }
        row(
                text,
                "An accepted message on the fast profile is",
                engines,
                engine -> engine.fastAck().name());
        row(
                text,
                "A confirmed message on the durable profile is",
                engines,
                engine -> engine.has(Capability.DURABLE) ? engine.durableAck().name() : "");
        row(text, "Largest payload, bytes", engines, engine -> String.format("%,d", engine.maxPayload()));
        if (!notes.isEmpty()) {
            text.append('\n');
            for (int i = 0; i < notes.size(); i++) {
                text.append(i + 1).append(". ").append(notes.get(i)).append('\n');
            }
        }
        return text.toString();
    }

    private String cell(Capabilities engine, Capability capability) {
        String answer = engine.has(capability) ? "yes" : "no";
        String limit = engine.limits().get(capability);
        return limit == null ? answer : answer + " (" + number(engine.engine() + ": " + limit) + ")";
    }

    private int number(String note) {
        int known = notes.indexOf(note);
        if (known < 0) {
            notes.add(note);
            return notes.size();
        }
        return known + 1;
    }

    private static void row(
            StringBuilder text, String label, List<Capabilities> engines, Function<Capabilities, String> cell) {
        text.append("| ").append(label).append(" |");
        for (Capabilities engine : engines) {
            text.append(' ').append(cell.apply(engine).replace("|", "\\|")).append(" |");
        }
        text.append('\n');
    }
}
