package io.meridian.platform.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian grants break-glass}. */
@Command(
        name = "break-glass",
        description = "Grants something at once, for a short time and without an approval. It is an alarm, and ends by"
                + " itself.")
final class BreakGlassCommand implements Callable<Integer> {
    @Mixin
    private GrantShown shown = new GrantShown();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "For whom.")
    private String instance;

    @Parameters(index = "1", paramLabel = "ACTION", description = "publish, subscribe, request or replay.")
    private String action;

    @Parameters(index = "2", paramLabel = "PATTERN", description = "A topic or pattern, as plugins name it.")
    private String pattern;

    @Option(names = "--minutes", defaultValue = "15", description = "How long, 1 to 240. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, for the record.")
    private String why;

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("instance", instance);
        body.put("action", action.toUpperCase(java.util.Locale.ROOT));
        body.put("pattern", pattern);
        body.put("minutes", minutes);
        body.put("why", why);
        return shown.show(shown.line().post("/v1/emergencies", body));
    }
}
