package io.meridian.platform.manager;

import io.meridian.manager.backup.Restore;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.stack.StackBus;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian restore}. */
@Command(
        name = "restore",
        description = {
            "Puts a backup in the place of the manager's database. The manager must not run; what was there is kept"
                    + " beside it.",
            "With --dry-run it only says what is in the backup, and what would be missing."
        },
        footer = {"", "  meridian restore manager-20260131-120000-000.db --dry-run"})
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StackBus stack = new StackBus();

    @Parameters(
            index = "0",
            paramLabel = "BACKUP",
            description = "A file, or the name of one in the folder 'backups' of the manager.")
    private Path backup;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The manager's folder. Default: manager.dir, or the stack's.")
    private Path folder;

    @Option(names = "--dry-run", description = "Changes nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Path home = folder == null
                ? ManagerPlace.folder(stack)
                : folder.toAbsolutePath().normalize();
        Path file = Files.exists(backup) ? backup : home.resolve("backups").resolve(backup);
        if (!Files.isRegularFile(file)) {
            throw CommandException.wrongUse("There is no backup " + backup + ", here or in " + home.resolve("backups")
                    + ". 'meridian backup --list' shows those there are.");
        }
        Restore.Found found = dryRun ? Restore.look(file) : Restore.put(file, home);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("restored", !dryRun);
            fields.put("rows", found.rows());
            fields.put("missing", found.missingArtifacts());
            out.println(Json.of(fields));
        } else {
            out.println((dryRun ? "In it are " : "Restored: ") + found.rows() + ".");
            found.missingArtifacts()
                    .forEach(missing -> out.println("MISSING: the artifact of " + missing
                            + ". Copy the folder 'artifacts' of then, or register it again."));
            out.println(
                    dryRun
                            ? "Nothing was changed."
                            : "What was there is beside it, as manager.db.before-restore. Start the manager: what runs"
                                    + " is made into what shall run.");
        }
        out.flush();
        return found.missingArtifacts().isEmpty() ? 0 : 1;
    }
}
