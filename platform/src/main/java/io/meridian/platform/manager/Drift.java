package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.manager.DesiredFile.WantedGrant;
import io.meridian.platform.manager.DesiredFile.WantedInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is not as a file wants it, and what would make it so. Instances that the file does not name are none of its business. */
final class Drift {
    private final ManagerLine line;
    private final String why;
    private final List<Difference> differences = new ArrayList<>();

    /** One difference. @param mend what makes it go away; null: a person must */
    record Difference(String text, Runnable mend) {}

    private Drift(ManagerLine line, String why) {
        this.line = line;
        this.why = why;
    }

    /** @param prunes whether grants of the named instances that the file does not have are revoked */
    static List<Difference> of(ManagerLine line, DesiredFile file, boolean prunes, String why) {
        Drift drift = new Drift(line, why);
        Map<String, JsonNode> present = new HashMap<>();
        ListCommand.all(line, "/v1/instances")
                .forEach(each -> present.put(each.get("name").asText(), each));
        file.instances().values().forEach(wanted -> drift.instance(wanted, present.get(wanted.name())));
        drift.grants(file, prunes);
        // Started last, when all is made and asked for.
        file.instances().values().forEach(wanted -> drift.desired(wanted, present.get(wanted.name())));
        return drift.differences;
    }

    private void add(String text, Runnable mend) {
        differences.add(new Difference(text, mend));
    }

    private void instance(WantedInstance wanted, JsonNode present) {
        if (present == null) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", wanted.name());
            body.put("plugin", wanted.plugin());
            put(body, "version", wanted.version());
            put(body, "runtime", wanted.runtime());
            body.put("settings", wanted.settings());
            body.put("needs", wanted.needs());
            body.put("why", why);
            add(
                    "+ instance " + wanted.name() + " of " + wanted.plugin()
                            + (wanted.version() == null ? "" : " " + wanted.version()),
                    () -> line.post("/v1/instances", body));
            return;
        }
        if (!present.get("plugin").asText().equals(wanted.plugin())) {
            add(
                    "! instance " + wanted.name() + " is of "
                            + present.get("plugin").asText() + ", not of " + wanted.plugin()
                            + ": remove it first, or choose another name",
                    null);
            return;
        }
        Map<String, Object> change = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        if (wanted.version() != null && !present.get("version").asText().equals(wanted.version())) {
            change.put("version", wanted.version());
            text.append(" version ")
                    .append(present.get("version").asText())
                    .append(" -> ")
                    .append(wanted.version());
        }
        Map<String, String> settings = settings(wanted, present, text);
        if (!settings.isEmpty()) {
            change.put("settings", settings);
        }
        if (!change.isEmpty()) {
            change.put("why", why);
            add("~ instance " + wanted.name() + text, () -> line.patch("/v1/instances/" + wanted.name(), change));
        }
    }

    private static Map<String, String> settings(WantedInstance wanted, JsonNode present, StringBuilder text) {
        Map<String, String> is = new TreeMap<>();
        present.get("settings")
                .properties()
                .forEach(each -> is.put(each.getKey(), each.getValue().asText()));
        Map<String, String> change = new LinkedHashMap<>();
        wanted.settings().forEach((name, value) -> {
            if (!value.equals(is.get(name))) {
                change.put(name, value);
                text.append(' ')
                        .append(name)
                        .append(' ')
                        .append(is.getOrDefault(name, "default"))
                        .append(" -> ")
                        .append(value);
            }
        });
        is.keySet().stream()
                .filter(name -> !wanted.settings().containsKey(name))
                .forEach(name -> {
                    change.put(name, null);
                    text.append(' ')
                            .append(name)
                            .append(' ')
                            .append(is.get(name))
                            .append(" -> default");
                });
        return change;
    }

    private void grants(DesiredFile file, boolean prunes) {
        Map<String, JsonNode> open = new LinkedHashMap<>();
        ListCommand.all(line, "/v1/grants").stream()
                .filter(grant -> Set.of("REQUESTED", "ACTIVE")
                        .contains(grant.get("state").asText()))
                .forEach(grant -> open.put(
                        String.join(" ", ListCommand.texts(grant, "instance", "effect", "action", "pattern")), grant));
        Set<String> wanted = new HashSet<>();
        for (WantedGrant grant : file.grants()) {
            wanted.add(grant.key());
            JsonNode present = open.get(grant.key());
            if (present == null) {
                add("+ grant " + grant.key(), () -> line.post("/v1/grants", body(grant)));
            } else if (present.get("state").asText().equals("REQUESTED")) {
                add(
                        "! grant " + grant.key() + " waits for a decision: "
                                + present.get("id").asText(),
                        null);
            }
        }
        if (prunes) {
            open.forEach((key, grant) -> {
                if (file.instances().containsKey(grant.get("instance").asText()) && !wanted.contains(key)) {
                    String step = grant.get("state").asText().equals("ACTIVE") ? "revoke" : "cancel";
                    add(
                            "- grant " + key,
                            () -> line.post(
                                    "/v1/grants/" + grant.get("id").asText() + "/" + step,
                                    Map.of("why", why.isBlank() ? "not in the file" : why)));
                }
            });
        }
    }

    private Map<String, Object> body(WantedGrant grant) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("instance", grant.instance());
        body.put("effect", grant.effect());
        body.put("action", grant.action());
        body.put("pattern", grant.pattern());
        put(body, "until", grant.until());
        body.put("why", grant.why().isBlank() ? why : grant.why());
        return body;
    }

    private static void put(Map<String, Object> body, String name, String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private void desired(WantedInstance wanted, JsonNode present) {
        String is = present == null ? "STOPPED" : present.get("desired").asText();
        if (!is.equals(wanted.desired())) {
            add(
                    "~ instance " + wanted.name() + " " + is + " -> " + wanted.desired(),
                    () -> line.post(
                            "/v1/instances/" + wanted.name()
                                    + (wanted.desired().equals("RUNNING") ? "/start" : "/stop"),
                            Map.of("why", why)));
        }
    }
}
