package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.Rig.await;
import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.delivery.Profile.DURABLE;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.setting.SettingsException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong must be told in words that help, never by a stack trace or a hang. */
class WrongSetupTest {
    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void setUp() {
        rig = new Rig(folder);
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    private static void assertTells(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), "'" + part + "' is not in: " + text);
        }
    }

    @Test
    void shouldNameTheSettingWhenAValueIsWrong() {
        for (String[] wrong : new String[][] {
            {"aeron.channel", "aeron:tcp?endpoint=x:1"},
            {"aeron.channel", "nonsense"},
            {"aeron.lanes", "3"},
            {"aeron.term.length", "100000"},
            {"aeron.mtu", "1500"},
            {"aeron.archive.sync", "3"}
        }) {
            rig.with(wrong[0], wrong[1]);
            assertTells(assertThrows(SettingsException.class, rig::settings).getMessage(), wrong[0]);
            rig.values().remove(wrong[0]);
        }
    }

    @Test
    void shouldNameTheOtherProcessWhenTheArchiveIsInUse() {
        BusEngine first = rig.openConnected();
        publication(first, DURABLE, "a");
        BusEngine second = rig.with("aeron.dir", "/dev/shm/meridian-second-" + rig.deployment())
                .openConnected();
        String text = assertThrows(EngineException.class, () -> publication(second, DURABLE, "a"))
                .getMessage();
        assertTells(text, "already runs an archive", "aeron.driver=external", "this process");
    }

    @Test
    void shouldSayWhatToDoWhenTheArchiveFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        BusEngine engine = rig.with("aeron.archive.dir", file.resolve("archive").toString())
                .openConnected();
        String text = assertThrows(EngineException.class, () -> publication(engine, DURABLE, "a"))
                .getMessage();
        assertTells(text, "aeron.archive.dir=", "cannot be written", "Create it");
    }

    @Test
    void shouldSayThatTheDriverHasNoArchiveWhenItHasNone() {
        try (MediaDriver driver = plainDriver()) {
            BusEngine engine = rig.with("aeron.driver", "external").openConnected();
            publication(engine, DURABLE, "a");
            await(() -> !rig.events.failures.isEmpty(), "a failure");
            assertTells(rig.events.failures.getFirst().getMessage(), "no archive answers", "AeronDriver");
            assertTrue(driver.aeronDirectoryName().endsWith(rig.deployment()));
        }
    }

    @Test
    void shouldSayThatTheVersionDiffersWhenTheDriverIsOfAnotherRelease() throws IOException {
        try (MediaDriver driver = plainDriver()) {
            Path cnc = Path.of(driver.aeronDirectoryName(), CncFileDescriptor.CNC_FILE);
            try (RandomAccessFile file = new RandomAccessFile(cnc.toFile(), "rw")) {
                file.write(new byte[] {0, 0, 99, 0});
            }
            rig.with("aeron.driver", "external").open();
            await(() -> !rig.events.failures.isEmpty(), "a failure");
            assertTells(rig.events.failures.getFirst().getMessage(), "version", "aeron.dir=");
        }
    }

    private MediaDriver plainDriver() {
        Path dir = Path.of("/dev/shm/meridian-plain-" + rig.deployment());
        rig.with("aeron.dir", dir.toString());
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(dir.toString())
                .dirDeleteOnShutdown(true)
                .termBufferSparseFile(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 10, 1_000, 1_000_000)));
    }
}
