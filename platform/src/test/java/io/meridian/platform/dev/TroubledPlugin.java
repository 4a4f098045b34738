package io.meridian.platform.dev;

import io.meridian.platform.server.JavaCommand;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A plugin with each trouble that an author can make: it is too slow for what comes, goes on with what it is not granted any more, and breaks at a message
 * that must not be lost. The instance {@link #STUCK} does none of that: its handler never returns.
 */
@MeridianPlugin(
        id = "troubled",
        pool = "EXAMPLE",
        publishes = {TroubledPlugin.LETTER, TroubledPlugin.WISH},
        subscribes = {"platform.data.quote.*.*", TroubledPlugin.LETTER},
        durable = TroubledPlugin.LETTER)
public final class TroubledPlugin extends Plugin {
    static final String SLOW = "slow";
    static final String STUCK = "stuck";
    static final String LETTER = "examples.letter";

    static final String WISH = "examples.wish";

    private static final long HANDLING_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final byte[] NOTHING = new byte[8];

    /** A project of it, for {@code meridian run}. */
    static Path project(Path folder) throws IOException {
        Path classes = folder.resolve("target/classes");
        Path manifest = classes.resolve("META-INF/meridian/plugin.yaml");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, """
            manifest: 1
            id: troubled
            version: "0.1.0"
            description: "Makes trouble"
            pool: EXAMPLE
            main: %s
            publishes: [%s, %s]
            subscribes: ["platform.data.quote.*.*", %s]
            requests: []
            answers: []
            replays: []
            durable: [%s]
            state: NONE
            settings: []
            resources:
              memory-mib: 128
              cpus: 1
            egress: []
            """.formatted(TroubledPlugin.class.getName(), LETTER, WISH, LETTER, LETTER));
        Files.writeString(classes.resolveSibling("classpath.txt"), JavaCommand.classPath());
        return folder;
    }

    private boolean isStuck() {
        return context().instance().equals(STUCK);
    }

    @Override
    public void onStart() {
        subscribeDeclared();
        if (!isStuck()) {
            publish(LETTER, 1, NOTHING);
        }
    }

    @Override
    public void onQuote(Quote quote) {
        while (isStuck()) {
            LockSupport.parkNanos(HANDLING_NS);
        }
        LockSupport.parkNanos(HANDLING_NS);
        publish(WISH, 1, NOTHING);
    }

    @Override
    public void onMessage(Message message) {
        throw new IllegalStateException("it cannot read its own letter");
    }
}
