package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.Output;
import picocli.CommandLine.Mixin;

/** Shows a grant after something was done to it. */
final class GrantShown {
    @Mixin
    private ManagerLine line = new ManagerLine();

    ManagerLine line() {
        return line;
    }

    int show(JsonNode grant) {
        Output.out().println(line.isJson() ? grant.toString() : words(grant));
        return 0;
    }

    private static String words(JsonNode grant) {
        String what = grant.get("id").asText() + ": "
                + grant.get("effect").asText().toLowerCase(java.util.Locale.ROOT) + " "
                + grant.get("instance").asText() + " to "
                + grant.get("action").asText().toLowerCase(java.util.Locale.ROOT) + " "
                + grant.get("pattern").asText();
        String state = grant.get("state").asText();
        int missing =
                grant.get("approvalsNeeded").asInt() - grant.get("approvals").size();
        return switch (state) {
            case "REQUESTED" ->
                what + " waits for " + (missing == 1 ? "a yes" : "the yes of " + missing + " people")
                        + " from somebody other than "
                        + grant.get("requestedBy").asText() + ".";
            case "ACTIVE" ->
                what + " is in force"
                        + (grant.get("until").isNull()
                                ? ""
                                : " until " + grant.get("until").asText()) + ".";
            default -> what + " is " + state.toLowerCase(java.util.Locale.ROOT) + ".";
        };
    }
}
