package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.plugin.PluginProject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin register}. */
@Command(
        name = "register",
        description = {
            "Registers a version of a plugin: from its jar, from the folder of its project with all that it uses, or"
                    + " from an image. Who it is and what it asks for is read from its manifest.",
            "A version stays as it was registered."
        },
        footer = {
            "",
            "  meridian plugin register my-alpha/target/my-alpha-1.2.0.jar",
            "  meridian plugin register examples/hello-strategy",
            "  meridian plugin register acme/momo:1.2.0"
        })
final class RegisterCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MIB = 1L << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "JAR|DIR|IMAGE", description = "What to register.")
    private String what;

    @Override
    public Integer call() throws IOException {
        JsonNode version = send();
        PrintWriter out = spec.commandLine().getOut();
        if (line.isJson()) {
            out.println(version);
        } else {
            out.println("Registered " + version.get("plugin").asText() + " "
                    + version.get("version").asText() + ", "
                    + version.get("digest").asText() + ".");
            version.get("notices").forEach(notice -> out.println("Note: " + notice.asText()));
        }
        out.flush();
        return 0;
    }

    /** One that has to be fetched first is asked for until it is there. */
    private JsonNode registerImage() {
        Progress progress = new Progress(spec.commandLine().getErr());
        while (true) {
            JsonNode answer = line.post("/v1/plugins", Map.of("image", what));
            if (answer.has("plugin")) {
                progress.end();
                return answer;
            }
            progress.show(
                    answer.get("doneBytes").asLong(), answer.get("totalBytes").asLong());
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_NS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandException.failed("Interrupted. The image is still fetched; ask again later.");
            }
        }
    }

    /** Tells how far it is, on one line of a terminal, and elsewhere when there is news. */
    private final class Progress {
        private final PrintWriter out;
        private final boolean isTerminal =
                System.console() != null && System.console().isTerminal();
        private String last = "";

        Progress(PrintWriter out) {
            this.out = out;
        }

        void show(long done, long total) {
            String text =
                    "Fetching " + what + (total == 0 ? "" : ": " + (done / MIB) + " of " + (total / MIB) + " MiB");
            if (!text.equals(last)) {
                out.print(isTerminal ? "\r" + text : text + "\n");
                out.flush();
            }
            last = text;
        }

        void end() {
            if (isTerminal && !last.isEmpty()) {
                out.println();
            }
        }
    }

    private JsonNode send() throws IOException {
        Path path = Path.of(what);
        if (Files.isRegularFile(path)) {
            return line.send("/v1/plugins", path, "application/java-archive");
        }
        if (!Files.isDirectory(path)) {
            return registerImage();
        }
        return PluginBundle.register(line, PluginProject.upToDate(path));
    }
}
