package io.meridian.platform.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files of the plugin contract, as they are published with it. */
final class ContractFile {
    private static final String FOLDER = "/io/meridian/plugin/contract/";

    private ContractFile() {}

    static String text(String name) {
        try (InputStream in = ContractFile.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("file=" + name + " is not in the plugin contract");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands above a generated page. */
    static String notice(String... sources) {
        return "<!-- Written by " + GeneratedDocs.COMMAND + " from " + String.join(" and ", sources)
                + "; change it there. -->\n";
    }

    /** A text fit for a cell of a table. */
    static String cell(String text) {
        return text.replace("\n", " ").replace("|", "\\|");
    }
}
