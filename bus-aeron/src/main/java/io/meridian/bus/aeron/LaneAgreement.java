package io.meridian.bus.aeron;

import io.meridian.bus.engine.EngineException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Finds out that two processes of a deployment use different numbers of lanes: the first one on a driver notes its
 * own.
 */
final class LaneAgreement {
    private final AeronOptions options;
    private final Path file;

    LaneAgreement(AeronOptions options) {
        this.options = options;
        file = options.aeronDir().resolve("meridian-lanes-" + options.deployment());
    }

    void verify() {
        try {
            Path mine = Files.createTempFile(options.aeronDir(), "meridian-lanes", ".tmp");
            try {
                Files.writeString(mine, Integer.toString(options.lanes()), StandardOpenOption.TRUNCATE_EXISTING);
                // A link appears whole or not at all.
                Files.createLink(file, mine);
            } catch (FileAlreadyExistsException e) {
                int theirs = Integer.parseInt(Files.readString(file).strip());
                if (theirs != options.lanes()) {
                    throw new EngineException("aeron.lanes=" + options.lanes() + ", but deployment="
                            + options.deployment()
                            + " already runs with " + theirs + " on this driver, so messages would pass each other by. "
                            + "Set aeron.lanes=" + theirs + ", or stop all of its processes and the driver first.");
                }
            } finally {
                Files.deleteIfExists(mine);
            }
        } catch (IOException | NumberFormatException e) {
            throw Failures.unwritable("aeron.dir", options.aeronDir(), e);
        }
    }
}
