package io.meridian.platform.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this copy of the platform is. */
public final class Installation {
    /** Set by the scripts that start Java; without it, it is the folder that one is in. */
    private static final String HOME_PROPERTY = "meridian.home";

    private Installation() {}

    /** A folder for what runs here: of this copy, or of this user where the copy is for all to read and not to write. */
    public static Path writable(String name) {
        Path home = home();
        return Files.isWritable(home)
                ? home.resolve(name)
                : Path.of(System.getProperty("user.home"), ".meridian", name);
    }

    public static Path home() {
        return Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath().normalize();
    }
}
