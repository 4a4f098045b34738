package io.meridian.bus.aeron;

import io.meridian.bus.testkit.EngineFixture;
import io.meridian.bus.testkit.ServerControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The suite's handle on Aeron: with the driver in the test's own process, or in one that can be killed. */
final class AeronFixture implements EngineFixture {
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final DriverProcess driver;

    private AeronFixture(boolean external) {
        try {
            folder = Files.createTempDirectory("meridian-aeron");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("aeron.term.length", "512k");
        settings.put("aeron.archive.segment.length", "1m");
        if (external) {
            driver = new DriverProcess("suite-" + ProcessHandle.current().pid(), folder, settings);
            settings.putAll(driver.settings());
            settings.put("aeron.driver", "external");
        } else {
            driver = null;
            settings.put("aeron.archive.dir", folder.resolve("archive").toString());
        }
    }

    static AeronFixture embedded() {
        return new AeronFixture(false);
    }

    static AeronFixture external() {
        return new AeronFixture(true);
    }

    @Override
    public String engine() {
        return "aeron";
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Optional<ServerControl> server() {
        return Optional.ofNullable(driver);
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
