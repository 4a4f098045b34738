package io.meridian.platform.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian grants request}. */
@Command(
        name = "request",
        description = "Requests a grant for an instance. It is in force when enough others have approved it.",
        footer = {"", "  meridian grants request momo-1 subscribe 'platform.data.bar.**' --why 'slower signal'"})
final class GrantRequestCommand implements Callable<Integer> {
    @Mixin
    private GrantShown shown = new GrantShown();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "For whom.")
    private String instance;

    @Parameters(index = "1", paramLabel = "ACTION", description = "publish, subscribe, request or replay.")
    private String action;

    @Parameters(index = "2", paramLabel = "PATTERN", description = "A topic or pattern, as plugins name it.")
    private String pattern;

    @Option(names = "--deny", description = "Denies it, whatever else allows it.")
    private boolean denies;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "When it ends by itself, such as 2026-12-31T00:00:00Z.")
    private String until;

    @Option(names = "--draft", description = "Only writes it down: grants submit hands it in.")
    private boolean draft;

    @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for those who decide.")
    private String why;

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("instance", instance);
        body.put("effect", denies ? "DENY" : "ALLOW");
        body.put("action", action.toUpperCase(java.util.Locale.ROOT));
        body.put("pattern", pattern);
        if (until != null) {
            body.put("until", until);
        }
        body.put("draft", draft);
        body.put("why", why);
        return shown.show(shown.line().post("/v1/grants", body));
    }
}
