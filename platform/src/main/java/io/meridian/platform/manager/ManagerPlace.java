package io.meridian.platform.manager;

import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.stack.StackBus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a manager is, and what lies in its folder. */
public final class ManagerPlace {
    private static final String URL_VARIABLE = "MERIDIAN_MANAGER";

    private ManagerPlace() {}

    /** The folder that settings name, or that of the stack. */
    public static Path folder(Settings settings, StackBus stack) {
        return settings.find(ManagerSettings.DIR)
                .orElseGet(stack::manager)
                .toAbsolutePath()
                .normalize();
    }

    /** The same for a command that reads its settings itself. */
    static Path folder(StackBus stack) {
        return folder(new BusOptions().read(), stack);
    }

    /** Whether it is named by its address, and so is perhaps on another machine. @param given by an option, or null */
    public static boolean isElsewhere(URI given) {
        return given != null || variable() != null;
    }

    /** Where it answers: as an option says, or a variable, or the manager of this folder. @param given null: by no option */
    public static URI address(URI given, Path folder) {
        if (given != null) {
            return given;
        }
        return variable() == null ? address(folder) : URI.create(variable().replaceAll("/+$", ""));
    }

    private static String variable() {
        String variable = System.getenv(URL_VARIABLE);
        return variable == null || variable.isBlank() ? null : variable;
    }

    static URI address(Path folder) {
        try {
            return URI.create("http://127.0.0.1:"
                    + Files.readString(ManagerSettings.port(folder)).strip());
        } catch (NoSuchFileException none) {
            throw CommandException.failed("No instance manager runs in " + folder
                    + ". Start one: ./launch_dev.sh, or meridian manager; or say where it is: --manager URL.");
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.failed(
                    "The file " + ManagerSettings.port(folder) + " cannot be used: " + e.getMessage());
        }
    }

    /** A token that the manager of this folder wrote down for whoever may read its folder. */
    static Path token(Path folder, String account) {
        return folder.resolve("tokens").resolve(account);
    }

    /** Where the pages are that show this manager, while they are served. */
    public static Path pages(Path folder) {
        return folder.resolve("ui.http");
    }
}
