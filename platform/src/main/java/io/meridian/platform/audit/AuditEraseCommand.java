package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.person.People;
import io.meridian.audit.record.Retirement;
import io.meridian.platform.act.ActPublisher;
import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.control.ControlAct;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian audit erase}. */
@Command(
        name = "erase",
        description = {
            "Erases the name of a person: records have a reference in its place, and the name is in a file beside the"
                + " log alone. The log stays as it is and is still good. What the person did stays on record; who did"
                + " it can no longer be told.",
            "The erasure is an act on record itself, so it takes a bus. It is refused while there is a legal hold."
        },
        footer = {"", "  meridian audit erase --person anna --by bo --reason 'she has left, request 17'"})
final class AuditEraseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LogChoice log = new LogChoice();

    @Option(names = "--person", paramLabel = "NAME", required = true, description = "The name, as it was given.")
    private String person;

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Your name, for the record.")
    private String by;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the record.")
    private String reason;

    @Override
    public Integer call() {
        LogFolder folder = log.folder();
        if (Files.exists(folder.path().resolve(Retirement.HOLD))) {
            throw CommandException.failed("There is a " + Retirement.HOLD + " in " + folder.path()
                    + ": nothing is erased as long as it is there.");
        }
        People people = People.of(folder);
        List<String> references = people.references(person);
        if (references.isEmpty()) {
            throw CommandException.failed("No record of this log stands for '" + person + "'.");
        }
        if (person.equals(by)) {
            throw CommandException.wrongUse(
                    "Whose name is erased cannot be who does it: the act is on record with his" + " name.");
        }
        if (reason.contains(person)) {
            throw CommandException.wrongUse("The reason must not have the name in it: it stays on record.");
        }
        ActPublisher.tellOrFail(
                log.stack(),
                "audit",
                ControlAct.of("PERSON_ERASED")
                        .by(by)
                        .on("references " + String.join(", ", references))
                        .why(reason));
        people.erase(person);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Erased. Records show " + String.join(", ", references) + " in its place.");
        out.flush();
        return 0;
    }
}
