package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.person.People;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.audit.search.ExportLine;
import io.meridian.audit.search.LogScan;
import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.schema.Schemas;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian audit search}. */
@Command(
        name = "search",
        description =
                "Shows records of the audit log, the latest last. It reads the log from its beginning, or from --from.",
        footer = {
            "",
            "  meridian audit search --topic 'platform.control.**'",
            "  meridian audit search --topic 'platform.oms.event.*' --from 2026-01-31T14:30:00Z --json"
        })
final class AuditSearchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LogChoice log = new LogChoice();

    @Mixin
    private RecordChoice records = new RecordChoice();

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "At most so many, the latest; 0: all. Default: ${DEFAULT-VALUE}.")
    private int last = 20;

    @Option(names = "--json", description = "One JSON object a record, with its payload.")
    private boolean json;

    @Override
    public Integer call() {
        if (last < 0) {
            throw CommandException.wrongUse("--last=" + last + " must not be below 0.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Deque<String> lines = new ArrayDeque<>();
        LogFolder folder = log.folder();
        People people = People.of(folder);
        LogScan.scan(folder, records.filter(), (record, message) -> {
            String shown = json ? ExportLine.json(record, message) : line(record, message);
            String line = record.kind() == Kinds.ACT ? people.reveal(shown) : shown;
            if (last == 0) {
                out.println(line);
            } else {
                lines.add(line);
                if (lines.size() > last) {
                    lines.remove();
                }
            }
            return !out.checkError();
        });
        lines.forEach(out::println);
        if (!json && last > 0 && lines.isEmpty()) {
            out.println("No such record.");
        }
        out.flush();
        return 0;
    }

    private static String line(RecordView record, RecordedMessage message) {
        String head = "%-9d %-30s  %-7s  "
                .formatted(record.index(), ExportLine.time(record.timeNs()), Kinds.word(record.kind()));
        if (message == null) {
            return head + new String(record.bytes(), record.bodyOffset(), record.bodyLength(), StandardCharsets.UTF_8);
        }
        return head + message.trace() + "  " + message.id() + "  " + content(message);
    }

    private static String content(RecordedMessage message) {
        byte[] payload = message.payload();
        if (message.envelope().contentType().equals("application/json")) {
            return new String(payload, StandardCharsets.UTF_8);
        }
        String type = message.envelope().contentType();
        return (type.isEmpty() ? Schemas.name(message.envelope().payloadSchema()) : type) + " (" + payload.length
                + " bytes)";
    }
}
