package io.meridian.manager.registry;

import java.util.Locale;

/**
 * What was shipped.
 *
 * @param kind how it is run
 * @param location the folder it was unpacked to, or the name of the image
 * @param digest {@code sha256:} and the checksum of what was shipped; the same digest is the same content
 */
public record Artifact(Kind kind, String location, String digest) {
    /** How an artifact is run. */
    public enum Kind {
        /** A jar with the plugin's classes, and what it needs beside the SDK. */
        JAR,
        /** A folder, as a zip: jars of a plugin in Java with all it uses, or the files of a plugin in another language. */
        BUNDLE,
        /** An image for containers. */
        IMAGE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
