package io.meridian.sdk;

import io.meridian.sdk.record.RecordingException;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeListener;
import io.meridian.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs a plugin in a process of its own: {@code java -cp ... io.meridian.sdk.PluginMain my.Strategy}, or
 * without a class: then it is the one of the manifest on the class path. The folder of its
 * sidecar is in the environment variable {@code MERIDIAN_SIDECAR}. Where {@code MERIDIAN_RECORD} names a new file, what the plugin
 * sees and says is written into it. Where {@code MERIDIAN_PARENT} has the number of a process, the
 * plugin ends when that one does.
 */
public final class PluginMain {
    /** The plugin ended in good order by itself; told to by a signal, a JVM ends with 128 and the signal's number. */
    public static final int OK = 0;
    /** The plugin could not start: its settings are wrong, its sidecar does not take it, or its onStart threw. */
    public static final int FAILED = 1;
    /** It was called wrongly: no such class, or no such folder. */
    public static final int USAGE = 2;

    private static final long SLOW_HANDLER_NS = 10_000_000_000L;
    private static final long BEAT_MS = 100;

    private PluginMain() {}

    public static void main(String[] arguments) {
        String folder = System.getenv("MERIDIAN_SIDECAR");
        String className = arguments.length == 1 ? arguments[0] : arguments.length == 0 ? classOfManifest() : null;
        if (className == null || folder == null || folder.isBlank()) {
            System.err.println("usage: MERIDIAN_SIDECAR=FOLDER java -cp ... io.meridian.sdk.PluginMain [CLASS]\n"
                    + (className == null
                            ? "CLASS is the plugin's class, such as my.Strategy; it may be left out when there is a"
                                    + " META-INF/meridian/plugin.yaml with a main on the class path."
                            : "MERIDIAN_SIDECAR is not set: it names the folder of the plugin's sidecar. `meridian run`"
                                    + " sets it."));
            System.exit(USAGE);
        }
        System.exit(run(Path.of(folder), className));
    }

    /** The class that the manifest on the class path names; null when there is none. */
    private static String classOfManifest() {
        try (InputStream in = PluginMain.class.getResourceAsStream("/META-INF/meridian/plugin.yaml")) {
            return in == null
                    ? null
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("main:"))
                            .map(line -> line.substring("main:".length())
                                    .replace("\"", "")
                                    .strip())
                            .findFirst()
                            .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("plugin.yaml on the class path cannot be read: " + e.getMessage(), e);
        }
    }

    private static int run(Path folder, String className) {
        RuntimeOptions options;
        try {
            Class<? extends Plugin> type = Class.forName(className).asSubclass(Plugin.class);
            options = RuntimeOptions.of(folder, type).listener(new Printing());
        } catch (ClassNotFoundException e) {
            System.err.println("class=" + className + " is not on the class path. Check its name and -cp.");
            return USAGE;
        } catch (ClassCastException | IllegalArgumentException e) {
            System.err.println("class=" + className + " cannot be run: " + e.getMessage());
            return USAGE;
        }
        if (!Files.isDirectory(folder)) {
            System.err.println(
                    "folder=" + folder + " of MERIDIAN_SIDECAR does not exist. It is the folder of the plugin's"
                            + " sidecar, which makes it when it starts: start that first, or both with"
                            + " `meridian run`.");
            return USAGE;
        }
        String recording = System.getenv("MERIDIAN_RECORD");
        PluginRuntime runtime;
        try {
            runtime = new PluginRuntime(recording == null ? options : options.recording(Path.of(recording)));
        } catch (RecordingException e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
        String parent = System.getenv("MERIDIAN_PARENT");
        if (parent != null) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresentOrElse(handle -> handle.onExit().thenRun(runtime::stop), runtime::stop);
        }
        return new Process(runtime).run(options.idle());
    }

    /** The two threads of a plugin's process: one works; one gives signs of life while a handler takes long. */
    private static final class Process {
        private final PluginRuntime runtime;
        private volatile long stepBeganNs = System.nanoTime();
        private final CountDownLatch over = new CountDownLatch(1);

        Process(PluginRuntime runtime) {
            this.runtime = runtime;
        }

        int run(IdleStrategy idle) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::endAtSignal, "stop"));
            Thread beater = new Thread(this::beatWhileSlow, "beat");
            beater.setDaemon(true);
            beater.start();
            try {
                while (!runtime.isStopped()) {
                    stepBeganNs = System.nanoTime();
                    idle.idle(runtime.doWork());
                }
            } finally {
                over.countDown();
            }
            return runtime.failure() == null ? OK : FAILED;
        }

        private void endAtSignal() {
            runtime.stop();
            try {
                if (!over.await(SLOW_HANDLER_NS, TimeUnit.NANOSECONDS)) {
                    System.err.println(Instant.now() + " ERROR a handler has not returned for "
                            + TimeUnit.NANOSECONDS.toSeconds(SLOW_HANDLER_NS) + " s; ending without a goodbye");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void beatWhileSlow() {
            while (true) {
                if (System.nanoTime() - stepBeganNs < SLOW_HANDLER_NS) {
                    runtime.beat();
                }
                try {
                    if (over.await(BEAT_MS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    /** Writes lines to the standard error stream, for who has no other log. */
    private static final class Printing implements RuntimeListener {
        @Override
        public void onLine(Log.Level level, String text) {
            System.err.println(Instant.now() + " " + level + " " + text);
        }

        @Override
        public void onHandlerFailure(String where, Throwable failure) {
            failure.printStackTrace();
        }

        @Override
        public void onAttached(String instance) {
            System.err.println(Instant.now() + " INFO attached as " + instance);
        }

        @Override
        public void onLost(String why) {
            System.err.println(Instant.now() + " WARN lost the sidecar: " + why);
        }
    }
}
