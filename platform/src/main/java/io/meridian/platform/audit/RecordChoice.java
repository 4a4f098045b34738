package io.meridian.platform.audit;

import io.meridian.audit.search.RecordFilter;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.TimeOption;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which records a command is about. */
final class RecordChoice {
    @Option(
            names = "--topic",
            paramLabel = "PATTERN",
            description = "Only messages of these topics, such as platform.oms.** or platform.control.desk.*")
    private String topic;

    @Option(names = "--source", paramLabel = "NUMBER", description = "Only messages of this instance number.")
    private String source;

    @Option(names = "--trace", paramLabel = "ID", description = "Only messages of this trace: 32 digits.")
    private String trace;

    @Option(names = "--from", paramLabel = "TIME", description = "Recorded at this time or later.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Recorded before this time; a date is its end.")
    private String to;

    /** What was asked for, for the record. */
    @Override
    public String toString() {
        return Stream.of("topic " + topic, "source " + source, "trace " + trace, "from " + from, "to " + to)
                .filter(each -> !each.endsWith(" null"))
                .collect(Collectors.joining(", "));
    }

    RecordFilter filter() {
        TimeOption.Range range = TimeOption.range(from, to, ZoneOffset.UTC);
        return new RecordFilter(
                range.fromNs(),
                range.toNs(),
                (byte) 0,
                topics(),
                source(),
                trace == null ? null : Set.of(trace(trace)));
    }

    private RecordFilter.Topics topics() {
        try {
            return topic == null ? null : new RecordFilter.Topics(topic);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse("--topic=" + topic + " is no pattern of topics: " + wrong.getMessage());
        }
    }

    private Integer source() {
        try {
            return source == null ? null : Integer.valueOf(Integer.parseUnsignedInt(source));
        } catch (NumberFormatException wrong) {
            throw CommandException.wrongUse("--source=" + source + " is no instance number.");
        }
    }

    /** As it is written in records. */
    static String trace(String text) {
        if (!text.matches("[0-9a-fA-F]{32}")) {
            throw CommandException.wrongUse("trace=" + text + " is not 32 digits, such as"
                    + " 0af7651916cd43dd8448eb211c80319c. 'meridian audit search --json' shows those of messages.");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
