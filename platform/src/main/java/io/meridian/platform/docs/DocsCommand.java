package io.meridian.platform.docs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian docs}, for those who change the code. */
@Command(
        name = "docs",
        hidden = true,
        description =
                "Writes the generated pages of docs/reference and the guarantees table of README.md from the code.")
public final class DocsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--root", defaultValue = ".", description = "The repository. Default: this folder.")
    private Path root;

    @Option(names = "--check", description = "Writes nothing; ends with 1 when a page is stale.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        GeneratedDocs docs = new GeneratedDocs(root);
        List<String> changed = check ? docs.stale() : docs.write();
        changed.forEach(file -> out.println((check ? "stale: " : "wrote ") + file));
        if (changed.isEmpty()) {
            out.println("The generated pages are up to date.");
        } else if (check) {
            out.println("Run " + GeneratedDocs.COMMAND);
        }
        return check && !changed.isEmpty() ? 1 : 0;
    }
}
