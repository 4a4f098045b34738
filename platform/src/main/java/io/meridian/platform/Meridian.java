package io.meridian.platform;

import io.meridian.audit.log.AuditException;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.setting.SettingsException;
import io.meridian.platform.audit.AuditCommand;
import io.meridian.platform.author.NewCommand;
import io.meridian.platform.author.TestCommand;
import io.meridian.platform.author.ValidateCommand;
import io.meridian.platform.backtest.BacktestCommand;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.desk.DeskCommand;
import io.meridian.platform.dev.DevCommand;
import io.meridian.platform.dev.RecordCommand;
import io.meridian.platform.dev.RunCommand;
import io.meridian.platform.docs.DocsCommand;
import io.meridian.platform.image.ImageCommand;
import io.meridian.platform.info.EnginesCommand;
import io.meridian.platform.info.SettingsCommand;
import io.meridian.platform.kernel.KernelCommand;
import io.meridian.platform.manager.ApplyCommand;
import io.meridian.platform.manager.BackupCommand;
import io.meridian.platform.manager.ClusterCommand;
import io.meridian.platform.manager.DoctorCommand;
import io.meridian.platform.manager.GrantsCommand;
import io.meridian.platform.manager.KillCommand;
import io.meridian.platform.manager.LoginCommand;
import io.meridian.platform.manager.ManagerCommand;
import io.meridian.platform.manager.PluginCommand;
import io.meridian.platform.manager.ReleaseCommand;
import io.meridian.platform.manager.RestoreCommand;
import io.meridian.platform.manager.TokenCommand;
import io.meridian.platform.replay.ReplayCommand;
import io.meridian.platform.server.BusServerCommand;
import io.meridian.platform.sidecar.SidecarCommand;
import io.meridian.platform.store.DataCommand;
import io.meridian.platform.store.StoreCommand;
import io.meridian.platform.ui.UiCommand;
import io.meridian.platform.watch.WatchCommand;
import io.meridian.sdk.record.RecordingException;
import io.meridian.storage.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code meridian} command. */
@Command(
        name = "meridian",
        description = "Meridian, a trading platform over a message bus whose engine is a setting.",
        mixinStandardHelpOptions = true,
        version = "meridian 0.1.0",
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nEnds with:%n",
        exitCodeList = {
            "0:all is well",
            "1:it failed; the text says why and what to do",
            "2:wrong usage or wrong settings; the text says which"
        },
        footer = {
            "",
            "Settings come from the environment and the file that MERIDIAN_CONFIG names; see 'meridian settings' and"
                    + " docs/reference/settings.md."
        })
public final class Meridian implements Runnable {
    /** Set to anything, it makes unexpected failures print where they happened. */
    private static final String TRACE_PROPERTY = "meridian.trace";

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            WatchCommand.class,
            EnginesCommand.class,
            SettingsCommand.class,
            BusServerCommand.class,
            KernelCommand.class,
            StoreCommand.class,
            DeskCommand.class,
            SidecarCommand.class,
            ManagerCommand.class,
            ClusterCommand.class,
            UiCommand.class,
            LoginCommand.class,
            TokenCommand.class,
            PluginCommand.class,
            ImageCommand.class,
            GrantsCommand.class,
            ApplyCommand.Apply.class,
            ApplyCommand.Diff.class,
            DoctorCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            KillCommand.class,
            ReleaseCommand.class,
            DevCommand.class,
            NewCommand.class,
            ValidateCommand.class,
            TestCommand.class,
            BacktestCommand.class,
            DataCommand.class,
            AuditCommand.class,
            DocsCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class);

    @Spec
    private CommandSpec spec;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(Output.out(), true), new PrintWriter(Output.err(), true), arguments));
    }

    /** Runs the command with these streams for its help and complaints, and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(arguments)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Meridian::explain)
                .execute(arguments);
    }

    /** To know all commands takes a fifth of a second, and a stack starts many processes: where the first word names one, it is the only one. */
    static CommandLine commandLine(String... arguments) {
        CommandLine whole = new CommandLine(new Meridian());
        String first = arguments.length == 0 ? "" : arguments[0];
        for (Class<?> command : COMMANDS) {
            if (command.getAnnotation(Command.class).name().equals(first)) {
                return whole.addSubcommand(command);
            }
        }
        COMMANDS.forEach(whole::addSubcommand);
        return whole;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    /** A person reads this: no stack trace where the message says it all. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        switch (failure) {
            case CommandException expected -> err.println(expected.getMessage());
            case SettingsException wrong -> err.println(wrong.getMessage());
            case UnsupportedByEngineException refused -> err.println(refused.getMessage());
            case RecordingException recording -> err.println(recording.getMessage());
            case StoreException store -> err.println(store.getMessage());
            case AuditException audit -> err.println(audit.getMessage());
            case EngineException engine -> err.println(engine.getMessage());
            case UncheckedIOException io -> err.println(io.getMessage());
            case IOException io -> err.println("A file or stream failed: " + io);
            case IllegalStateException state when state.getMessage() != null -> err.println(state.getMessage());
            default -> {
                err.println("Something unexpected happened, which is an error of the program: " + failure);
                if (System.getProperty(TRACE_PROPERTY) == null) {
                    err.println("Run it again with -D" + TRACE_PROPERTY + " in JAVA_TOOL_OPTIONS to see where.");
                }
            }
        }
        if (System.getProperty(TRACE_PROPERTY) != null) {
            failure.printStackTrace(err);
        }
        return switch (failure) {
            case CommandException expected -> expected.exitCode();
            case SettingsException wrong -> ExitCode.USAGE;
            case UnsupportedByEngineException refused -> ExitCode.USAGE;
            default -> ExitCode.SOFTWARE;
        };
    }
}
