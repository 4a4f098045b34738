package io.meridian.manager.runtime;

import java.util.Locale;

/** The two parts of an instance. */
public enum UnitRole {
    SIDECAR,
    PLUGIN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
