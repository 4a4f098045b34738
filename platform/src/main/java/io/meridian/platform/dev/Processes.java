package io.meridian.platform.dev;

import io.meridian.manager.runtime.process.ProcessRuntime;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.stack.StackFolder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends processes that are not our children. */
final class Processes {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private Processes() {}

    /**
     * Ends all that the folder remembers: first politely whoever started the rest, which ends the rest in order; then
     * politely, and in the end by force, what is still there.
     *
     * @return whether there was anything to end
     */
    static boolean end(StackFolder folder) {
        Map<String, Optional<ProcessHandle>> before = folder.processes();
        Optional<ProcessHandle> launcher = before.getOrDefault(StackFolder.LAUNCHER, Optional.empty());
        launcher.ifPresent(Processes::endPolitely);
        boolean any = launcher.isPresent();
        for (Optional<ProcessHandle> process : before.values()) {
            if (process.isPresent() && process.get().isAlive()) {
                any = true;
                endPolitely(process.get());
            }
        }
        // A manager that was killed could not end what it had started.
        return ProcessRuntime.killAll(StackBus.manager(folder).toString()) || any;
    }

    private static void endPolitely(ProcessHandle process) {
        process.destroy();
        if (!hasEnded(process)) {
            process.destroyForcibly();
            hasEnded(process);
        }
    }

    private static boolean hasEnded(ProcessHandle process) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (process.isAlive()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(CHECK_NS);
        }
        return true;
    }
}
