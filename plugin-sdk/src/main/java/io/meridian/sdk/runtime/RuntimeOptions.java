package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.memory.RestingIdleStrategy;
import io.meridian.sdk.Plugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a runtime works with.
 *
 * @param folder           the sidecar's
 * @param plugin           makes the plugin, anew for each attach
 * @param clock            the plugin's time
 * @param monotonic        for signs of life and limits on waiting; shared with the sidecar
 * @param idle             what a wait does between two looks
 * @param answerTimeout    how long an answer of the sidecar may take
 * @param snapshotInterval how often state is kept without being asked for
 * @param recording        a new file for what the plugin sees and says, or null
 */
public record RuntimeOptions(
        Path folder,
        Manifest manifest,
        Supplier<? extends Plugin> plugin,
        EpochNanoClock clock,
        NanoClock monotonic,
        IdleStrategy idle,
        RuntimeListener listener,
        Duration answerTimeout,
        Duration snapshotInterval,
        Path recording) {

    /** For a process of its own: the clocks of the machine, and a thread that parks when there is nothing to do. */
    public static RuntimeOptions of(Path folder, Class<? extends Plugin> type) {
        return new RuntimeOptions(
                folder,
                Manifest.of(type),
                () -> create(type),
                new SystemEpochNanoClock(),
                SystemNanoClock.INSTANCE,
                parking(),
                RuntimeListener.NONE,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                null);
    }

    /** Parks for longer the longer there is nothing to do, up to 4 ms, and 8 ms once that has lasted a second. */
    public static IdleStrategy parking() {
        return new RestingIdleStrategy(10_000, 4_000_000);
    }

    /** @throws IllegalArgumentException when it has no constructor without arguments, or that throws */
    public static <P extends Plugin> P create(Class<P> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "class=" + type.getName()
                            + " cannot be made: it needs a constructor without arguments that does not"
                            + " throw. It said: " + cause,
                    e);
        }
    }

    public RuntimeOptions listener(RuntimeListener value) {
        return new RuntimeOptions(
                folder, manifest, plugin, clock, monotonic, idle, value, answerTimeout, snapshotInterval, recording);
    }

    public RuntimeOptions idle(IdleStrategy value) {
        return new RuntimeOptions(
                folder,
                manifest,
                plugin,
                clock,
                monotonic,
                value,
                listener,
                answerTimeout,
                snapshotInterval,
                recording);
    }

    public RuntimeOptions plugin(Supplier<? extends Plugin> value) {
        return new RuntimeOptions(
                folder, manifest, value, clock, monotonic, idle, listener, answerTimeout, snapshotInterval, recording);
    }

    public RuntimeOptions clocks(EpochNanoClock epoch, NanoClock mono) {
        return new RuntimeOptions(
                folder, manifest, plugin, epoch, mono, idle, listener, answerTimeout, snapshotInterval, recording);
    }

    /** Writes down what the plugin sees and says, in a file that is not there yet. */
    public RuntimeOptions recording(Path value) {
        return new RuntimeOptions(
                folder, manifest, plugin, clock, monotonic, idle, listener, answerTimeout, snapshotInterval, value);
    }
}
