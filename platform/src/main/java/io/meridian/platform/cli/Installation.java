package io.meridian.platform.cli;

import java.nio.file.Path;

/** Where this copy of the platform is. */
public final class Installation {
    /** Set by the scripts that start Java; without it, it is the folder that one is in. */
    private static final String HOME_PROPERTY = "meridian.home";

    private Installation() {}

    public static Path home() {
        return Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath().normalize();
    }
}
