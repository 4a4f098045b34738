package io.meridian.platform.manager;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done to a grant, in one word. */
abstract class GrantStepCommand implements Callable<Integer> {
    @Mixin
    private GrantShown shown = new GrantShown();

    @Parameters(index = "0", paramLabel = "GRANT", description = "Its id.")
    private String id;

    @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for the record.")
    private String why;

    private final String step;

    GrantStepCommand(String step) {
        this.step = step;
    }

    /** {@code meridian grants reject}. */
    @Command(name = "reject", description = "Says no to a request. A reason is needed.")
    static final class Reject extends GrantStepCommand {
        Reject() {
            super("reject");
        }
    }

    /** {@code meridian grants cancel}. */
    @Command(name = "cancel", description = "Takes back a request of your own.")
    static final class Cancel extends GrantStepCommand {
        Cancel() {
            super("cancel");
        }
    }

    /** {@code meridian grants submit}. */
    @Command(name = "submit", description = "Hands in a draft.")
    static final class Submit extends GrantStepCommand {
        Submit() {
            super("submit");
        }
    }

    /** {@code meridian grants revoke}. */
    @Command(name = "revoke", description = "Takes away a grant that is in force, within 100 ms. A reason is needed.")
    static final class Revoke extends GrantStepCommand {
        Revoke() {
            super("revoke");
        }
    }

    @Override
    public Integer call() {
        return shown.show(shown.line().post("/v1/grants/" + id + "/" + step, Map.of("why", why)));
    }
}
