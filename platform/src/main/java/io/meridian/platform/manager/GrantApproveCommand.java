package io.meridian.platform.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian grants approve}. */
@Command(
        name = "approve",
        description = "Says yes to requests of somebody else. With --instance to all that wait for one instance.")
final class GrantApproveCommand implements Callable<Integer> {
    @Mixin
    private GrantShown shown = new GrantShown();

    @Parameters(index = "0", arity = "0..*", paramLabel = "GRANT", description = "Their ids.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--instance", paramLabel = "NAME", description = "All that wait for this instance.")
    private String instance;

    @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for the record.")
    private String why;

    @Override
    public Integer call() {
        List<String> all = new ArrayList<>(ids);
        if (instance != null) {
            ListCommand.all(shown.line(), "/v1/grants?instance=" + instance + "&state=REQUESTED")
                    .forEach(grant -> all.add(grant.get("id").asText()));
        }
        for (String id : all) {
            shown.show(shown.line().post("/v1/grants/" + id + "/approve", Map.of("why", why)));
        }
        return 0;
    }
}
