package io.meridian.plugin.contract.memory;

import io.meridian.plugin.contract.memory.AttachMemory.Side;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** The plugin's side in a process of its own: beats, and sends back what it gets. Ends when the sidecar says that it is gone. */
final class AttachPeer {
    private AttachPeer() {}

    public static void main(String[] args) {
        IdleStrategy idle = new SleepingMillisIdleStrategy(1);
        try (AttachMemory memory = AttachMemory.open(Path.of(args[0]))) {
            while (!memory.isGone(Side.SIDECAR)) {
                memory.beat(
                        Side.PLUGIN, ProcessHandle.current().pid(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
                idle.idle(memory.toPlugin().read((type, buffer, index, length) -> {
                    while (!memory.toSidecar().write(type, buffer, index, length)) {
                        idle.idle();
                    }
                }));
            }
            memory.sayGone(Side.PLUGIN);
        }
    }
}
