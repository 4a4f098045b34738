package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.Output;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meridian grants review}. */
@Command(name = "review", description = "Shows what somebody should know who decides on a grant.")
final class GrantReviewCommand implements Callable<Integer> {
    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "GRANT", description = "Its id.")
    private String id;

    @Override
    public Integer call() {
        JsonNode review = line.get("/v1/grants/" + id + "/review");
        PrintStream out = Output.out();
        if (line.isJson()) {
            out.println(review);
            return 0;
        }
        JsonNode grant = review.get("grant");
        out.println(grant.get("effect").asText() + " " + grant.get("instance").asText() + " to "
                + grant.get("action").asText() + " " + grant.get("pattern").asText());
        out.println("Asked by     " + grant.get("requestedBy").asText() + " at "
                + grant.get("requestedAt").asText() + ": " + grant.get("why").asText());
        out.println("Ceiling      " + review.get("ceiling").asText());
        out.println("Sensitive    " + list(review.get("sensitive"), "no; one yes is enough")
                + (review.get("sensitive").isEmpty()
                        ? ""
                        : "; it takes " + grant.get("approvalsNeeded").asText() + " people"));
        out.println("New          "
                + (review.get("coveredBy").isEmpty()
                        ? "yes: no grant in force covers it"
                        : "no: it is covered by " + list(review.get("coveredBy"), "")));
        out.println("Denied by    " + list(review.get("denied"), "nothing"));
        out.println("Publish there " + list(review.get("publishers"), "nobody"));
        out.println("Read there   " + list(review.get("readers"), "nobody"));
        out.println(
                "Matches now  " + list(review.get("liveTopics"), "nothing: no message came while it was looked at"));
        out.println("Shadow       " + shadow(review));
        return 0;
    }

    /** All that waits, tried as if it were in force. */
    private static String shadow(JsonNode review) {
        String problem = review.get("shadowProblem").asText();
        StringBuilder text = new StringBuilder();
        review.get("wouldDeny")
                .forEach(each -> text.append(text.isEmpty() ? "would deny " : ", ")
                        .append(each.get("action").asText())
                        .append(' ')
                        .append(each.get("pattern").asText())
                        .append(" (")
                        .append(each.get("count").asText())
                        .append(" times)"));
        return !problem.isEmpty() ? problem : text.isEmpty() ? "would deny nothing that it does" : text.toString();
    }

    private static String list(JsonNode texts, String none) {
        StringBuilder text = new StringBuilder();
        texts.forEach(each -> text.append(text.isEmpty() ? "" : ", ").append(each.asText()));
        return text.isEmpty() ? none : text.toString();
    }
}
