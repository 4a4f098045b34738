package io.meridian.conformance.role;

import io.meridian.conformance.Subject;
import io.meridian.conformance.stage.Launcher;
import io.meridian.conformance.stage.Running;
import io.meridian.sdk.Log;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.runtime.Manifest;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeListener;
import io.meridian.sdk.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/** Runs plugins of the SDK on threads of this process, which costs a fraction of a process of their own. */
final class ThreadLauncher implements Launcher {
    private final Class<? extends Plugin> type;
    private final Supplier<? extends Plugin> plugin;

    private ThreadLauncher(Class<? extends Plugin> type, Supplier<? extends Plugin> plugin) {
        this.type = type;
        this.plugin = plugin;
    }

    /** Plugins that a supplier makes, with the manifest of a class. */
    static Subject subject(Class<? extends Plugin> type, Supplier<? extends Plugin> plugin) {
        Manifest manifest = Manifest.of(type);
        return new Subject(
                new ThreadLauncher(type, plugin),
                manifest.id(),
                manifest.version(),
                manifest.pool(),
                manifest.publishes(),
                manifest.subscribes(),
                manifest.durable(),
                manifest.state() == StatePolicy.SNAPSHOT,
                Map.of());
    }

    @Override
    public Running start(Path sidecar, Path output) {
        return new OnThread(sidecar);
    }

    /** As a process is, as far as checks can see. */
    private final class OnThread implements Running, RuntimeListener {
        private final StringBuffer lines = new StringBuffer();
        private final PluginRuntime runtime;
        private final Thread thread;
        private volatile boolean killed;

        OnThread(Path sidecar) {
            runtime = new PluginRuntime(
                    RuntimeOptions.of(sidecar, type).plugin(plugin).listener(this));
            thread = Thread.ofPlatform().daemon().name("checked-plugin").start(this::run);
        }

        private void run() {
            IdleStrategy idle = RuntimeOptions.parking();
            while (!killed && !runtime.isStopped()) {
                idle.idle(runtime.doWork());
            }
        }

        @Override
        public void onLine(Log.Level level, String text) {
            lines.append(level).append(' ').append(text).append('\n');
        }

        @Override
        public void onHandlerFailure(String where, Throwable failure) {
            lines.append(where).append(": ").append(failure).append('\n');
        }

        @Override
        public boolean isAlive() {
            return thread.isAlive();
        }

        @Override
        public void terminate() {
            runtime.stop();
        }

        @Override
        public void kill() {
            killed = true;
            await(5_000);
        }

        @Override
        public boolean await(long timeoutMs) {
            try {
                return thread.join(java.time.Duration.ofMillis(timeoutMs));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public int exitCode() {
            return killed || runtime.failure() != null ? 1 : 0;
        }

        @Override
        public String output() {
            return lines.toString();
        }
    }
}
