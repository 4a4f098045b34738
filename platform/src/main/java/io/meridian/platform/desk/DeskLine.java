package io.meridian.platform.desk;

import io.meridian.bus.Bus;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.cli.Asking;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.kernel.KernelAnswer;
import io.meridian.platform.stack.StackBus;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The line to the kernel: who speaks, on which bus, and how the answer is shown. */
final class DeskLine {
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(10);

    @Mixin
    private StackBus stack = new StackBus();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Your name, for the record. Default: the user of this terminal.")
    private String by = System.getProperty("user.name");

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for a kernel that takes it. Default: ${DEFAULT-VALUE}.")
    private int wait = 5;

    @Option(names = "--parent", hidden = true, description = "Of no meaning here: a command ends by itself.")
    private long parent;

    /** Your name. */
    String by() {
        return by;
    }

    /** An id for a command that is new. */
    static String newId() {
        return UUID.randomUUID().toString();
    }

    static long now() {
        return SystemEpochNanoClock.INSTANCE.nanoTime();
    }

    /**
     * Sends a command and prints the answer.
     *
     * @param encoder writes the message from 0 on and gives the length behind its header
     * @param done what to say when the kernel took it
     * @return the exit code
     */
    int tell(PrintWriter out, ToIntFunction<MutableDirectBuffer> encoder, String done) {
        if (wait < 1) {
            throw CommandException.wrongUse("--wait=" + wait + " must be at least 1.");
        }
        if (!TopicTemplate.isSegment(by) || by.length() > 32) {
            throw CommandException.wrongUse("--by=" + by + " must be 1 to 32 letters, digits, '_' or '-'.");
        }
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encode(encoder, buffer);
        KernelAnswer answer = ask(buffer, length);
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("taken", answer.taken());
            fields.put("answer", answer.text());
            out.println(Json.of(fields));
        } else {
            out.println(answer.taken() ? done : "The kernel refused it. " + answer.text());
        }
        out.flush();
        return answer.taken() ? 0 : 1;
    }

    private static int encode(ToIntFunction<MutableDirectBuffer> encoder, MutableDirectBuffer buffer) {
        try {
            return encoder.applyAsInt(buffer);
        } catch (IndexOutOfBoundsException e) {
            throw CommandException.wrongUse("A name is longer than 32 letters, an id than 40, or a currency than 8.");
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw CommandException.wrongUse("A number cannot be sent: " + e.getMessage() + ".");
        }
    }

    private KernelAnswer ask(MutableDirectBuffer buffer, int length) {
        try (Bus bus = stack.connect()) {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
            Asking<KernelAnswer> asking = new Asking<>(
                    bus.requester(), Topic.of(TopicTemplate.DESK.topic(by)), ANSWER_NS, KernelAnswer::decode);
            // Said again with the same id: a kernel that took it unheard, or answered too late, gives its first answer.
            KernelAnswer answer;
            do {
                answer = asking.once(buffer, length, deadlineNs);
            } while (answer == null && System.nanoTime() < deadlineNs);
            if (answer == null && asking.isInDoubt()) {
                throw CommandException.failed(
                        "The kernel did not answer. Whether it took the command is not known: look at"
                                + " its log before you say it again; or give it longer: --wait.");
            }
            if (answer == null) {
                throw CommandException.failed("No kernel took it within " + wait
                        + " s. Start one: meridian kernel, or ./launch_dev.sh; or give it longer: --wait.");
            }
            return answer;
        }
    }
}
