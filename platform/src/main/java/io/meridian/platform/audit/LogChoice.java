package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.AuditSettings;
import io.meridian.platform.stack.StackBus;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which log a command is about: that of a folder, of the setting, or of the development stack. */
final class LogChoice {
    @Mixin
    private StackBus stack = new StackBus();

    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "Setting audit.dir: the folder of the log, or of a copy of it.")
    private Path given;

    /** The bus beside it. */
    StackBus stack() {
        return stack;
    }

    private static Settings settings() {
        return new BusOptions().read();
    }

    /** The folder, in which there is a log. */
    LogFolder folder() {
        return folder(given != null ? given : settings().find(AuditSettings.DIR).orElseGet(stack::audit));
    }

    static LogFolder folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw CommandException.failed("There is no audit log in " + folder
                    + ". Name its folder with --log, or start" + " the stack, which records one: ./launch_dev.sh.");
        }
        return new LogFolder(folder.toAbsolutePath().normalize());
    }

    static Path key(Settings settings, Path log) {
        return settings.find(AuditSettings.KEY_DIR).orElse(log.resolve("key"));
    }

    static Path second(Settings settings, Path log) {
        return settings.find(AuditSettings.SECOND_DIR).orElse(log.resolveSibling(log.getFileName() + "-second"));
    }

    /** The public key beside the log, which proves less than one that was kept elsewhere. */
    static Path ownKey(LogFolder folder) {
        return key(settings(), folder.path()).resolve(SigningKey.PUBLIC_FILE);
    }

    static Path ownSecond(LogFolder folder) {
        return second(settings(), folder.path());
    }
}
